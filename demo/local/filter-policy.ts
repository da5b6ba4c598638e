/** Filter policies of SNS subscriptions. Pure. */
import { isIP } from 'node:net'

export interface SubscriptionFilter {
  /** As SNS takes it, parsed. */
  readonly policy: Readonly<Record<string, unknown>>
  readonly scope: 'MessageAttributes' | 'MessageBody'
}

export interface FilteredMessage {
  readonly Message: string
  readonly MessageAttributes: Readonly<Record<string, { Type: string; Value: string }>>
}

/** An operator or a shape that SNS does not document. */
export class FilterPolicyError extends Error {
  override readonly name = 'FilterPolicyError'
}

type Values = readonly unknown[]

/** @throws FilterPolicyError */
export function isAccepted({ policy, scope }: SubscriptionFilter, message: FilteredMessage): boolean {
  if (scope === 'MessageAttributes') return matches(policy, attributeValues(message))
  // What is not an object of JSON has no properties, so no policy accepts it.
  const body = parsed(message.Message)
  return isObject(body) && matches(policy, (name) => valuesIn(body, name))
}

/** @param find the values under a name; `undefined` where there is none */
function matches(
  policy: Readonly<Record<string, unknown>>,
  find: (name: string) => Values | undefined,
): boolean {
  return Object.entries(policy).every(([name, wanted]) => {
    if (name === '$or') return listOf(wanted, name).some((each) => matches(objectOf(each, name), find))
    if (!Array.isArray(wanted)) {
      // Nested, in a body: one of several objects of an array may match.
      const below = find(name) ?? []
      return below.some(
        (each) => isObject(each) && matches(objectOf(wanted, name), (key) => valuesIn(each, key)),
      )
    }
    const values = find(name)
    return wanted.some((rule) => accepts(rule, values))
  })
}

function accepts(rule: unknown, values: Values | undefined): boolean {
  if (!isObject(rule)) return values?.includes(rule) === true
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(rule)
  if (more.length > 0) throw new FilterPolicyError('A rule has one operator')
  if (operator === 'exists') return operand === (values !== undefined)
  return values?.some(ruleOf(operator, operand)) === true
}

function ruleOf(operator: string, operand: unknown): (value: unknown) => boolean {
  switch (operator) {
    case 'anything-but': {
      if (isObject(operand)) {
        const [[inner = '', text] = []] = Object.entries(operand)
        const rule = ruleOf(inner, text)
        return (value) => !rule(value)
      }
      const refused: Values = Array.isArray(operand) ? operand : [operand]
      return (value) => !refused.includes(value)
    }
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(textOf(operand))
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(textOf(operand))
    case 'equals-ignore-case':
      return (value) => typeof value === 'string' && value.toLowerCase() === textOf(operand).toLowerCase()
    case 'numeric':
      return numericRule(listOf(operand, operator))
    case 'cidr':
      return cidrRule(textOf(operand))
    default:
      throw new FilterPolicyError(`There is no operator ${operator}`)
  }
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
}

/** `["=", 3]`, `[">", 0, "<=", 150]` */
function numericRule(operands: Values): (value: unknown) => boolean {
  const pairs = operands.flatMap((sign, index) => {
    if (index % 2 === 1) return []
    const [compare, bound] = [COMPARISONS[String(sign)], operands[index + 1]]
    if (compare === undefined || typeof bound !== 'number') throw new FilterPolicyError('numeric is wrong')
    return [{ compare, bound }]
  })
  if (pairs.length === 0 || pairs.length > 2) throw new FilterPolicyError('numeric is wrong')
  return (value) => typeof value === 'number' && pairs.every(({ compare, bound }) => compare(value, bound))
}

function cidrRule(network: string): (value: unknown) => boolean {
  const [address = '', length] = network.split('/')
  const bits = bitsOf(address)
  if (bits === null || length === undefined || !(Number(length) <= bits.length))
    throw new FilterPolicyError('cidr is wrong')
  const start = bits.slice(0, Number(length))
  return (value) => {
    const own = typeof value === 'string' ? bitsOf(value) : null
    return own !== null && own.length === bits.length && own.startsWith(start)
  }
}

/** Of IPv4; other addresses match nothing here. */
function bitsOf(address: string): string | null {
  if (isIP(address) !== 4) return null
  return address
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('')
}

/** `String.Array` has several values, each of which may match; binary ones are ignored. */
function attributeValues({ MessageAttributes }: FilteredMessage): (name: string) => Values | undefined {
  return (name) => {
    const attribute = Object.hasOwn(MessageAttributes, name) ? MessageAttributes[name] : undefined
    if (attribute === undefined || attribute.Type.startsWith('Binary')) return undefined
    const { Type, Value } = attribute
    if (Type === 'String.Array') {
      const list = parsed(Value)
      return Array.isArray(list) ? list : []
    }
    return [Type.startsWith('Number') ? Number(Value) : Value]
  }
}

function valuesIn(body: Readonly<Record<string, unknown>>, name: string): Values | undefined {
  if (!Object.hasOwn(body, name)) return undefined
  const value = body[name]
  return Array.isArray(value) ? value : [value]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value
  throw new FilterPolicyError(`${name} must be an object`)
}

function listOf(value: unknown, name: string): Values {
  if (Array.isArray(value)) return value
  throw new FilterPolicyError(`${name} must be a list`)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  throw new FilterPolicyError('A text is expected')
}
