/**
 * The POST policy: every condition must hold, and every field needs a condition; otherwise a client could add fields
 * that were not signed. Pure.
 */
import { AwsError } from './aws-error.ts'

export type SizeRange = { min: number; max: number }

const invalid = (what: string) => new AwsError('InvalidPolicyDocument', `Invalid Policy: ${what}`)
const refusal = (why: string) => new AwsError('AccessDenied', `Invalid according to Policy: ${why}`)
/** The one form of ISO 8601 that S3 documents: UTC, with or without milliseconds. */
const EXPIRATION = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/
/** Fields that need no condition. */
const exempt = /^(file|policy|x-amz-signature|x-ignore-.*)$/s

/**
 * Returns the allowed file size: the narrowest range of the policy, within `limit`.
 *
 * @param bucket the bucket in the URL, which is the one written to, also if a field names another
 */
export function checkPostPolicy(
  base64: string,
  fields: ReadonlyMap<string, string>,
  bucket: string,
  limit: SizeRange,
): SizeRange {
  const { expiration, conditions } = decode(base64)
  const expiresAt = EXPIRATION.test(String(expiration)) ? Date.parse(String(expiration)) : Number.NaN
  if (Number.isNaN(expiresAt) || !Array.isArray(conditions)) throw invalid('expiration, conditions')
  const size = { ...limit }
  const named = new Set<string>()
  const broken: string[] = []
  for (const [operator, left, right] of conditions.map(parseCondition)) {
    if (operator === 'content-length-range') {
      size.min = Math.max(size.min, parseSize(left))
      size.max = Math.min(size.max, parseSize(right))
      if (parseSize(left) > parseSize(right)) throw invalid('an empty content-length-range')
      continue
    }
    const isText = typeof left === 'string' && left.startsWith('$') && typeof right === 'string'
    if (!isText || (operator !== 'eq' && operator !== 'starts-with')) throw invalid(operator)
    const field = left.slice(1).toLowerCase()
    named.add(field)
    const values = field === 'bucket' ? [bucket, fields.get(field) ?? bucket] : [fields.get(field)]
    // Of a list of types, each must match.
    const parts = field === 'content-type' ? values.flatMap((value) => value?.split(/, */)) : values
    const isPrefix = parts.every((part) => part?.startsWith(right))
    const isMet = operator === 'eq' ? values.every((value) => value === right) : isPrefix
    if (!isMet) broken.push(`["${operator}", "${left}", "${right}"]`)
  }
  if (Date.now() >= expiresAt) throw refusal('Policy expired.')
  if (broken.length > 0) throw refusal(`Policy Condition failed: ${broken.join()}`)
  const extra = [...fields.keys()].filter((name) => !named.has(name) && !exempt.test(name))
  if (extra.length > 0) throw refusal(`Extra input fields: ${extra.join(', ')}`)
  return size
}

/** `{"field": "value"}` is short for `["eq", "$field", "value"]`. */
function parseCondition(condition: unknown): [operator: string, left: unknown, right: unknown] {
  const isList = Array.isArray(condition)
  const [first, second, third, ...rest]: unknown[] = isList
    ? condition
    : Object.entries(Object(condition)).flat()
  if (isList && third !== undefined && rest.length === 0) return [String(first).toLowerCase(), second, third]
  if (!isList && second !== undefined && third === undefined) return ['eq', `$${first}`, second]
  throw invalid(JSON.stringify(condition))
}

function parseSize(value: unknown): number {
  const size = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof size === 'number' && Number.isSafeInteger(size) && size >= 0) return size
  throw invalid('a size in bytes')
}

function decode(base64: string): { expiration?: unknown; conditions?: unknown } {
  try {
    return { ...JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) }
  } catch {
    throw invalid('JSON')
  }
}
