/** More shapes of JSON values, for responses: see `json-shape.ts`. */
import { type Issue, type JsonSchema, type Shape, text } from './json-shape.ts'

type ValueOf<Of> = Of extends Shape<infer Value> ? Value : never

export function nullable<Value>(shape: Shape<Value>): Shape<Value | null> {
  return {
    parse: (value, path, issues) => (value === null ? null : shape.parse(value, path, issues)),
    schema: { anyOf: [shape.schema, { type: 'null' }] },
  }
}

export function literal<const Value extends string | number | boolean>(expected: Value): Shape<Value> {
  return {
    parse(value, path, issues) {
      if (value !== expected) issues.push({ path, message: `must be ${JSON.stringify(expected)}` })
      return expected
    },
    schema: { const: expected },
  }
}

/** Text of a list that may grow. */
export function oneOf<const Name extends string>(names: readonly Name[]): Shape<Name> {
  return {
    parse(value, path, issues) {
      const found = names.find((name) => name === value)
      if (found === undefined) issues.push({ path, message: `must be one of ${names.join(', ')}` })
      return found ?? (names[0] as Name)
    },
    schema: { type: 'string', enum: names },
  }
}

/** The first shape without issues. */
export function union<Shapes extends readonly [Shape<unknown>, ...Shape<unknown>[]]>(
  ...shapes: Shapes
): Shape<ValueOf<Shapes[number]>> {
  return {
    parse(value, path, issues) {
      const attempts = shapes.map((shape) => {
        const found: Issue[] = []
        return { parsed: shape.parse(value, path, found), found }
      })
      const best = attempts.find(({ found }) => found.length === 0) ?? attempts[0]
      issues.push(...(best?.found ?? []))
      // Parsed by one of the shapes that the type is made of.
      return best?.parsed as ValueOf<Shapes[number]>
    },
    schema: { anyOf: shapes.map(({ schema }) => schema) },
  }
}

/** Of any length; requests have `list`. */
export function items<Item>(item: Shape<Item>): Shape<Item[]> {
  return {
    parse(value, path, issues) {
      if (Array.isArray(value))
        return value.map((entry, index) => item.parse(entry, `${path}/${index}`, issues))
      issues.push({ path, message: 'must be a list' })
      return []
    },
    schema: { type: 'array', items: item.schema },
  }
}

/** With members of any name. */
export function record<Value>(member: Shape<Value>): Shape<Record<string, Value>> {
  return {
    parse(value, path, issues) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const entries = Object.entries(value)
        return Object.fromEntries(
          entries.map(([name, entry]) => [name, member.parse(entry, `${path}/${name}`, issues)]),
        )
      }
      issues.push({ path, message: 'must be an object' })
      return {}
    },
    schema: { type: 'object', additionalProperties: member.schema },
  }
}

export const anything: Shape<unknown> = { parse: (value) => value, schema: {} }

export const number: Shape<number> = {
  parse(value, path, issues) {
    if (typeof value === 'number') return value
    issues.push({ path, message: 'must be a number' })
    return 0
  },
  schema: { type: 'number' },
}

export const boolean: Shape<boolean> = {
  parse(value, path, issues) {
    if (typeof value === 'boolean') return value
    issues.push({ path, message: 'must be true or false' })
    return false
  },
  schema: { type: 'boolean' },
}

export const string: Shape<string> = text()

export function described<Value>(shape: Shape<Value>, description: string): Shape<Value> {
  const schema: JsonSchema = { ...shape.schema, description }
  return { ...shape, schema }
}
