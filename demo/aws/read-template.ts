/** CloudFormation's YAML, whose short forms (`!Ref`, `!Sub`, …) are read as the long ones. */
import { type CollectionTag, parse, type ScalarTag } from 'yaml'

export interface Template {
  Description: string
  Parameters: Record<string, Parameter>
  Rules: Record<string, unknown>
  Conditions: Record<string, unknown>
  Resources: Record<string, Resource>
  Outputs: Record<string, { Value: unknown; Condition?: string }>
}

export interface Parameter {
  Type: string
  Default?: string | number
  AllowedValues?: (string | number)[]
  /** Of the whole value, of each item of a list. */
  AllowedPattern?: string
  ConstraintDescription?: string
  MinValue?: number
  MaxValue?: number
  Description?: string
}

export interface Resource {
  Type: string
  Properties?: Record<string, unknown>
  Condition?: string
  DependsOn?: string
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
}

const PLAIN = ['Ref', 'Condition']
const FUNCTIONS = ['Sub', 'GetAtt', 'Join', 'Select', 'Split', 'If', 'Equals', 'Not', 'And', 'Or']

/** @throws Error if the text is not YAML or has none of the sections */
export function readTemplate(text: string): Template {
  const value: unknown = parse(text, { customTags: [...PLAIN, ...FUNCTIONS].flatMap(tagsOf) })
  if (!isTemplate(value))
    throw new Error('This is no template: it needs Parameters, Conditions, Resources, Outputs')
  return value
}

function isTemplate(value: unknown): value is Template {
  const sections = ['Description', 'Parameters', 'Rules', 'Conditions', 'Resources', 'Outputs']
  return typeof value === 'object' && value !== null && sections.every((name) => name in value)
}

function tagsOf(name: string): (ScalarTag | CollectionTag)[] {
  const long = PLAIN.includes(name) ? name : `Fn::${name}`
  const wrap = (argument: unknown) => ({ [long]: name === 'GetAtt' ? attributePath(argument) : argument })
  const tag = `!${name}`
  return [
    { tag, resolve: wrap },
    { tag, collection: 'seq', resolve: (seq) => wrap(JSON.parse(JSON.stringify(seq))) },
  ]
}

function attributePath(argument: unknown): unknown {
  if (typeof argument !== 'string') return argument
  const [resource, ...attribute] = argument.split('.')
  return [resource, attribute.join('.')]
}
