/**
 * The POST policy: the document a form carries, and whether the form keeps to it. Pure.
 *
 * Two directions: every condition must hold, and every field must be named by a condition. The second is what stops
 * a client from adding a field that nobody signed.
 */
import { S3Error } from './s3-error.ts'

export interface PostPolicy {
  /** Epoch ms. */
  expiration: number
  conditions: FieldCondition[]
  /** Bytes; the narrowest when there are several. */
  contentLength: { min: number; max: number }
}

export interface FieldCondition {
  operator: 'eq' | 'starts-with'
  /** Lower case, without `$`. */
  field: string
  value: string
}

/** The largest object one POST can store: 5 GiB. */
const MAX_POST_BYTES = 5 * 1024 ** 3

/** What an anonymous form has to keep to. */
export const anyForm: PostPolicy = {
  expiration: Number.POSITIVE_INFINITY,
  conditions: [],
  contentLength: { min: 0, max: MAX_POST_BYTES },
}

/** Fields that a policy cannot or need not name. */
const exempt = new Set(['file', 'policy', 'x-amz-signature'])

/** Throws `InvalidPolicyDocument`. */
export function parsePostPolicy(base64: string): PostPolicy {
  const document = decodeDocument(base64)
  const expiration = typeof document.expiration === 'string' ? Date.parse(document.expiration) : Number.NaN
  if (Number.isNaN(expiration)) invalid('Policy missing expiration.')
  if (!Array.isArray(document.conditions)) invalid('Policy missing conditions.')
  const policy: PostPolicy = { expiration, conditions: [], contentLength: { min: 0, max: MAX_POST_BYTES } }
  for (const condition of document.conditions) addCondition(policy, condition)
  return policy
}

/**
 * @param fields by lower-case name, `${filename}` already expanded; without the file.
 * @param now epoch ms. Throws `AccessDenied` as S3 words it.
 */
export function checkPostPolicy(
  policy: PostPolicy,
  fields: ReadonlyMap<string, string>,
  bucket: string,
  now: number,
): void {
  if (now >= policy.expiration) refuse('Policy expired.')
  for (const condition of policy.conditions) {
    // The bucket of the URL is the one written to, whatever the form says.
    const values =
      condition.field === 'bucket' ? [bucket, fields.get('bucket') ?? bucket] : [fields.get(condition.field)]
    if (!values.every((value) => value !== undefined && holds(condition, value))) {
      const { operator, field, value } = condition
      refuse(`Policy Condition failed: ["${operator}", "$${field}", "${value}"]`)
    }
  }
  const named = new Set(policy.conditions.map(({ field }) => field))
  const extra = [...fields.keys()].filter(
    (name) => !named.has(name) && !exempt.has(name) && !name.startsWith('x-ignore-'),
  )
  if (extra.length > 0) refuse(`Extra input fields: ${extra.join(', ')}`)
}

function holds({ operator, field, value }: FieldCondition, actual: string): boolean {
  if (operator === 'eq') return actual === value
  // A list of types is as wide as its widest member: each must fit.
  const candidates = field === 'content-type' ? actual.split(',').map((type) => type.trim()) : [actual]
  return candidates.every((candidate) => candidate.startsWith(value))
}

function addCondition(policy: PostPolicy, condition: unknown): void {
  if (Array.isArray(condition)) {
    const [operator, left, right]: unknown[] = condition
    const name = typeof operator === 'string' ? operator.toLowerCase() : ''
    if (condition.length !== 3) invalid('Invalid Condition: wrong number of arguments.')
    if (name === 'content-length-range') {
      narrow(policy, parseSize(left), parseSize(right))
    } else if (name === 'eq' || name === 'starts-with') {
      if (typeof left !== 'string' || !left.startsWith('$') || typeof right !== 'string') {
        invalid(`Invalid Condition: ${name} needs "$field" and a string.`)
      }
      policy.conditions.push({ operator: name, field: left.slice(1).toLowerCase(), value: right })
    } else {
      invalid(`Invalid Condition: unknown operation '${String(operator)}'.`)
    }
    return
  }
  if (typeof condition !== 'object' || condition === null) invalid('Invalid Condition.')
  const entries = Object.entries(condition)
  const [entry] = entries
  if (!entry || entries.length !== 1) {
    invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.')
  }
  const [field, value]: [string, unknown] = entry
  if (typeof value !== 'string') invalid('Invalid Simple-Condition: value must be a string.')
  policy.conditions.push({ operator: 'eq', field: field.toLowerCase(), value })
}

function narrow({ contentLength }: PostPolicy, min: number, max: number): void {
  if (min > max) invalid('Invalid Condition: content-length-range is empty.')
  contentLength.min = Math.max(contentLength.min, min)
  contentLength.max = Math.min(contentLength.max, max)
}

function parseSize(value: unknown): number {
  const size = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return invalid('Invalid Condition: content-length-range needs two sizes in bytes.')
  }
  return size
}

function decodeDocument(base64: string): Record<string, unknown> {
  let document: unknown
  try {
    document = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
  } catch (cause) {
    throw new S3Error('InvalidPolicyDocument', { message: 'Invalid Policy: Invalid JSON.', cause })
  }
  if (typeof document !== 'object' || document === null) return invalid('Invalid JSON.')
  return { ...document }
}

function invalid(reason: string): never {
  throw new S3Error('InvalidPolicyDocument', { message: `Invalid Policy: ${reason}` })
}

function refuse(reason: string): never {
  throw new S3Error('AccessDenied', { message: `Invalid according to Policy: ${reason}` })
}
