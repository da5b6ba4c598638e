/** Parsers for the members of requests: each reports what is wrong, and where, and goes on. */
import { MAX_BATCH_ITEMS, MAX_PARTS, METADATA_NAME } from '../../component/protocol-limits.ts'

import { RequestError } from './problem.ts'

export type Issue = { path: string; message: string }
type JsonObject = { [name: string]: unknown }
/** A malformed value is added to `issues` with its JSON pointer; the value returned is then only a placeholder. */
export type Parser<Value> = (value: unknown, path: string, issues: Issue[]) => Value

/** Parsing stops after this number of issues, so a request with thousands of them costs little. */
const MAX_ISSUES = 100

// 32 bytes: 43 characters, the last of which carries four bits, and one of padding.
const BASE64_SHA256 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/

export function object(value: unknown, path: string, issues: Issue[]): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  issues.push({ path, message: 'must be an object' })
  return {}
}

export function list<Item>(parser: Parser<Item>): Parser<Item[]> {
  return (value, path, issues) => {
    if (!Array.isArray(value)) {
      issues.push({ path, message: 'must be a list' })
      return []
    }
    if (value.length > MAX_BATCH_ITEMS) {
      throw new RequestError(
        'too-many-files',
        `One request may have at most ${MAX_BATCH_ITEMS} items, not ${value.length}.`,
      )
    }
    return value.map((item, index) => parser(item, `${path}/${index}`, issues))
  }
}

export function text(maxLength = Number.POSITIVE_INFINITY): Parser<string> {
  return (value, path, issues) => {
    if (typeof value !== 'string') issues.push({ path, message: 'must be a string' })
    else if (value.length > maxLength)
      issues.push({ path, message: `must have at most ${maxLength} characters` })
    else return value
    return ''
  }
}

export const byteCount: Parser<number> = (value, path, issues) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  issues.push({ path, message: 'must be a whole number of bytes' })
  return 0
}

export const sha256: Parser<string> = (value, path, issues) => {
  if (typeof value === 'string' && BASE64_SHA256.test(value)) return value
  issues.push({ path, message: 'must be a SHA-256 in base64' })
  return ''
}

export const sha256Word: Parser<'sha256'> = (value, path, issues) => {
  if (value !== 'sha256') issues.push({ path, message: "must be 'sha256'" })
  return 'sha256'
}

export function partNumber(min: number): Parser<number> {
  return (value, path, issues) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= MAX_PARTS)
      return value
    issues.push({ path, message: `must be a part number from ${min} to ${MAX_PARTS}` })
    return min
  }
}

export function record<Value>(parser: Parser<Value>): Parser<Record<string, Value>> {
  return (value, path, issues) => {
    const members: [string, Value][] = []
    for (const [name, entry] of Object.entries(object(value, path, issues))) {
      if (issues.length >= MAX_ISSUES) break
      members.push([name, parser(entry, `${path}/${pointerTo(name)}`, issues)])
    }
    // `fromEntries` defines members, so a name such as `constructor` or `__proto__` is only data.
    return Object.fromEntries(members)
  }
}

export const flatStrings: Parser<Record<string, string>> = (value, path, issues) => {
  const strings = record(text())(value, path, issues)
  for (const name of Object.keys(strings)) {
    // The pattern also excludes `__proto__`, which harms consumers that copy key by key.
    if (METADATA_NAME.test(name) || issues.length >= MAX_ISSUES) continue
    issues.push({
      path: `${path}/${pointerTo(name)}`,
      message: 'must be named with 1 to 64 letters, digits, _ . - and begin with a letter',
    })
  }
  return strings
}

function pointerTo(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
