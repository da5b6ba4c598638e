/**
 * Shapes of JSON values: each parses a value, reporting what is wrong and where, and describes itself as JSON Schema, so
 * requests are validated and documented by the same source.
 */
import {
  MAX_BATCH_ITEMS,
  MAX_METADATA_NAMES,
  MAX_PARTS,
  METADATA_NAME,
} from '../../component/protocol-limits.ts'
import { RequestError } from './problem.ts'

export type Issue = { path: string; message: string }
export type JsonSchema = Readonly<Record<string, unknown>>

export interface Shape<Value> {
  /** A malformed value is added to `issues` with its JSON pointer; the value returned is then only a placeholder. */
  parse(value: unknown, path: string, issues: Issue[]): Value
  schema: JsonSchema
}

type Shapes = Readonly<Record<string, Shape<unknown>>>
type ValueOf<Of> = Of extends Shape<infer Value> ? Value : never
type ObjectOf<Required extends Shapes, Optional extends Shapes> = {
  [Name in keyof Required]: ValueOf<Required[Name]>
} & { [Name in keyof Optional]?: ValueOf<Optional[Name]> }

/** Parsing stops after this number of issues, so a request with thousands of them costs little. */
const MAX_ISSUES = 100

// 32 bytes: 43 characters, the last of which carries four bits, and one of padding.
const BASE64_SHA256 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/

/** An object with these members; members of other names are ignored. */
export function object<Required extends Shapes, Optional extends Shapes = Record<never, never>>(
  required: Required,
  optional?: Optional,
): Shape<ObjectOf<Required, Optional>> {
  const shapes: Shapes = { ...required, ...optional }
  return {
    parse(value, path, issues) {
      const isObject = isRecord(value)
      if (!isObject) issues.push({ path, message: 'must be an object' })
      const members: [string, unknown][] = []
      for (const [name, shape] of Object.entries(shapes)) {
        const member = isObject && Object.hasOwn(value, name) ? value[name] : undefined
        if (member === undefined && !Object.hasOwn(required, name)) continue
        // A value that is not an object also lacks all its members; its own issue is enough.
        members.push([name, shape.parse(member, `${path}/${name}`, isObject ? issues : [])])
      }
      // Built member by member from the shapes that its type is made of.
      return Object.fromEntries(members) as ObjectOf<Required, Optional>
    },
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(shapes).map(([name, { schema }]) => [name, schema])),
      required: Object.keys(required),
    },
  }
}

/** At most 100 items. Its `parse` throws a `RequestError` `too-many-files` for more. */
export function list<Item>(item: Shape<Item>): Shape<Item[]> {
  return {
    parse(value, path, issues) {
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
      return value.map((entry, index) => item.parse(entry, `${path}/${index}`, issues))
    },
    schema: { type: 'array', items: item.schema, maxItems: MAX_BATCH_ITEMS },
  }
}

export function text(maxLength = Number.POSITIVE_INFINITY): Shape<string> {
  return {
    parse(value, path, issues) {
      if (typeof value !== 'string') issues.push({ path, message: 'must be a string' })
      else if (value.length > maxLength)
        issues.push({ path, message: `must have at most ${maxLength} characters` })
      else return value
      return ''
    },
    schema: { type: 'string', ...(Number.isFinite(maxLength) && { maxLength }) },
  }
}

export const byteCount: Shape<number> = {
  parse(value, path, issues) {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
    issues.push({ path, message: 'must be a whole number of bytes' })
    return 0
  },
  schema: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
}

export const sha256: Shape<string> = {
  parse(value, path, issues) {
    if (typeof value === 'string' && BASE64_SHA256.test(value)) return value
    issues.push({ path, message: 'must be a SHA-256 in base64' })
    return ''
  },
  schema: { type: 'string', pattern: BASE64_SHA256.source },
}

export const sha256Word: Shape<'sha256'> = {
  parse(value, path, issues) {
    if (value !== 'sha256') issues.push({ path, message: "must be 'sha256'" })
    return 'sha256'
  },
  schema: { const: 'sha256' },
}

export function partNumber(min: number): Shape<number> {
  return {
    parse(value, path, issues) {
      if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= MAX_PARTS)
        return value
      issues.push({ path, message: `must be a part number from ${min} to ${MAX_PARTS}` })
      return min
    },
    schema: { type: 'integer', minimum: min, maximum: MAX_PARTS },
  }
}

/** An object with at most `maxMembers` members of any name. */
export function record<Value>(member: Shape<Value>, maxMembers: number): Shape<Record<string, Value>> {
  return {
    parse(value, path, issues) {
      if (!isRecord(value)) {
        issues.push({ path, message: 'must be an object' })
        return {}
      }
      const names = Object.keys(value)
      if (names.length > maxMembers) {
        issues.push({ path, message: `has ${names.length} members; at most ${maxMembers} are allowed` })
        return {}
      }
      const members: [string, Value][] = []
      for (const name of names) {
        if (issues.length >= MAX_ISSUES) break
        members.push([name, member.parse(value[name], `${path}/${pointerTo(name)}`, issues)])
      }
      // `fromEntries` defines members, so a name such as `constructor` or `__proto__` is only data.
      return Object.fromEntries(members)
    },
    schema: { type: 'object', additionalProperties: member.schema, maxProperties: maxMembers },
  }
}

const strings = record(text(), MAX_METADATA_NAMES)

/** At most 64 flat strings, by names of `METADATA_NAME`. */
export const metadata: Shape<Record<string, string>> = {
  parse(value, path, issues) {
    const parsed = strings.parse(value, path, issues)
    for (const name of Object.keys(parsed)) {
      // The pattern also excludes `__proto__`, which harms consumers that copy key by key.
      if (METADATA_NAME.test(name) || issues.length >= MAX_ISSUES) continue
      issues.push({
        path: `${path}/${pointerTo(name)}`,
        message: 'must be named with 1 to 64 letters, digits, _ . - and begin with a letter',
      })
    }
    return parsed
  },
  schema: { ...strings.schema, propertyNames: { pattern: METADATA_NAME.source } },
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function pointerTo(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
