/** The shapes that requests are made of: each parser tells what is wrong, and where, and goes on. */

import { maxItems } from '../options/route-limits.ts'
import { RequestError } from './problem.ts'

export type Issue = { path: string; message: string }
type JsonObject = { [name: string]: unknown }
/** What is malformed is added to `issues` with its JSON pointer; the value returned then only fills the place. */
export type Parser<Value> = (value: unknown, path: string, issues: Issue[]) => Value

/** Telling more faults helps nobody, and whoever sends thousands of them wants to keep us busy. */
const mostIssues = 100

const metadataName = /^[A-Za-z][\w.-]{0,63}$/
// 32 bytes: 43 characters, the last of which carries four bits, and one of padding.
const base64Sha256 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/

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
    if (value.length > maxItems) {
      throw new RequestError(
        'too-many-files',
        `One request takes at most ${maxItems} items, not ${value.length}.`,
      )
    }
    return value.map((item, index) => parser(item, `${path}/${index}`, issues))
  }
}

export function text(longest = Number.POSITIVE_INFINITY): Parser<string> {
  return (value, path, issues) => {
    if (typeof value !== 'string') issues.push({ path, message: 'must be a string' })
    else if (value.length > longest) issues.push({ path, message: `must have at most ${longest} characters` })
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
  if (typeof value === 'string' && base64Sha256.test(value)) return value
  issues.push({ path, message: 'must be a SHA-256 in base64' })
  return ''
}

export const sha256Word: Parser<'sha256'> = (value, path, issues) => {
  if (value !== 'sha256') issues.push({ path, message: "must be 'sha256'" })
  return 'sha256'
}

export function partNumber(least: number): Parser<number> {
  return (value, path, issues) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 10_000)
      return value
    issues.push({ path, message: `must be a part number from ${least} to 10000` })
    return least
  }
}

export function record<Value>(parser: Parser<Value>): Parser<Record<string, Value>> {
  return (value, path, issues) => {
    const members: [string, Value][] = []
    for (const [name, entry] of Object.entries(object(value, path, issues))) {
      if (issues.length >= mostIssues) break
      members.push([name, parser(entry, `${path}/${pointerTo(name)}`, issues)])
    }
    // Defines members, so a name such as `constructor` is data and nothing else.
    return Object.fromEntries(members)
  }
}

export const flatStrings: Parser<Record<string, string>> = (value, path, issues) => {
  const strings = record(text())(value, path, issues)
  for (const name of Object.keys(strings)) {
    // The pattern also keeps `__proto__` away from consumers that copy key by key.
    if (metadataName.test(name) || issues.length >= mostIssues) continue
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
