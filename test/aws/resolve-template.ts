/** What CloudFormation makes of the template: parameters, conditions and functions are evaluated, ids are made up. */
import { readFileSync } from 'node:fs'
import { readTemplate, type Template } from '../../demo/aws/read-template.ts'

export const template = readTemplate(
  readFileSync(new URL('../../demo/aws/template.yaml', import.meta.url), 'utf8'),
)

export interface Resolved {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>
  Outputs: Record<string, unknown>
}

const PSEUDO: Record<string, string> = {
  'AWS::StackName': 'photos',
  'AWS::StackId':
    'arn:aws:cloudformation:us-east-1:000000000000:stack/photos/1f2e3d4c-0000-1111-2222-0a1b2c3d4e5f',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
}
const NOTHING = Symbol('AWS::NoValue')
const CODE = { CodeBucket: 'code', ApiCode: 'api.zip', SweepCode: 'sweep.zip', ImageCode: 'image.zip' }

/** @throws Error on a name that the template does not have */
export function resolveTemplate(parameters: Record<string, string | number> = {}): Resolved {
  const evaluation = new Evaluation(template, { ...CODE, ...parameters })
  return { Resources: evaluation.resources(), Outputs: evaluation.outputs() }
}

class Evaluation {
  readonly #template: Template
  readonly #parameters: Record<string, string | number>
  /** What `Ref` of a resource and of its attributes gives. */
  readonly #named = new Map<string, string>()

  constructor(of: Template, parameters: Record<string, string | number>) {
    this.#template = of
    this.#parameters = parameters
  }

  resources(): Resolved['Resources'] {
    const kept = Object.entries(this.#template.Resources).filter(([, { Condition }]) =>
      this.#holds(Condition),
    )
    return Object.fromEntries(
      kept.map(([id, { Type, Properties }]) => [id, { Type, Properties: this.#members(Properties ?? {}) }]),
    )
  }

  outputs(): Record<string, unknown> {
    const kept = Object.entries(this.#template.Outputs).filter(([, { Condition }]) => this.#holds(Condition))
    return Object.fromEntries(kept.map(([id, { Value }]) => [id, this.#value(Value)]))
  }

  #holds(condition: string | undefined): boolean {
    if (condition === undefined) return true
    if (!(condition in this.#template.Conditions)) throw new Error(`No condition ${condition}`)
    return this.#value(this.#template.Conditions[condition]) === true
  }

  #members(object: object): Record<string, unknown> {
    const members = Object.entries(object).map(([name, member]) => [name, this.#value(member)] as const)
    return Object.fromEntries(members.filter(([, member]) => member !== NOTHING))
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(item)).filter((item) => item !== NOTHING)
    if (typeof value !== 'object' || value === null) return value
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value)
    if (others.length > 0) return this.#members(value)
    if (name === 'Ref') return this.#ref(String(argument))
    if (name === 'Condition' && typeof argument === 'string') return this.#holds(argument)
    return name.startsWith('Fn::') ? this.#function(name, argument) : this.#members(value)
  }

  #function(name: string, argument: unknown): unknown {
    const list = Array.isArray(argument) ? argument : [argument]
    const item = (index: number) => this.#value(list[index])
    switch (name) {
      case 'Fn::If':
        return item(this.#holds(list[0]) ? 1 : 2)
      case 'Fn::Equals':
        return String(item(0)) === String(item(1))
      case 'Fn::Not':
        return item(0) === false
      case 'Fn::And':
        return list.every((one) => this.#value(one) === true)
      case 'Fn::Join':
        return listOf(item(1)).join(String(item(0)))
      case 'Fn::Split':
        return String(item(1)).split(String(item(0)))
      case 'Fn::Select':
        return listOf(item(1))[Number(item(0))]
      case 'Fn::GetAtt':
        return this.#attribute(String(list[0]), String(list[1]))
      case 'Fn::Sub':
        return this.#substitute(String(list[0]), this.#members(list[1] ?? {}))
      default:
        throw new Error(`Not evaluated: ${name}`)
    }
  }

  #substitute(text: string, own: Record<string, unknown>): string {
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name in own) return String(own[name])
      const [resource = '', ...attribute] = name.split('.')
      return attribute.length === 0 ? String(this.#ref(name)) : this.#attribute(resource, attribute.join('.'))
    })
  }

  #ref(name: string): unknown {
    if (name === 'AWS::NoValue') return NOTHING
    const pseudo = PSEUDO[name]
    if (pseudo !== undefined) return pseudo
    const parameter = this.#template.Parameters[name]
    if (parameter === undefined) return this.#resourceRef(name)
    const value = this.#parameters[name] ?? parameter.Default
    if (value === undefined) throw new Error(`Parameter ${name} has no value`)
    return parameter.Type === 'CommaDelimitedList' ? String(value).split(',') : value
  }

  #typeOf(id: string): string {
    const resource = this.#template.Resources[id]
    if (resource === undefined) throw new Error(`No resource ${id}`)
    if (!this.#holds(resource.Condition)) throw new Error(`${id} does not exist under these conditions`)
    return resource.Type
  }

  #resourceRef(id: string): string {
    const type = this.#typeOf(id)
    if (type === 'AWS::S3::Bucket') return this.#bucketName(id)
    if (type === 'AWS::SQS::Queue') return `https://sqs.us-east-1.amazonaws.com/000000000000/${id}`
    if (type === 'AWS::SNS::Topic' || type === 'AWS::SecretsManager::Secret')
      return this.#attribute(id, 'Arn')
    return id
  }

  #bucketName(id: string): string {
    const known = this.#named.get(id)
    if (known !== undefined) return known
    const given = this.#template.Resources[id]?.Properties?.BucketName
    const name = given === undefined ? id.toLowerCase() : String(this.#value(given))
    this.#named.set(id, name)
    return name
  }

  #attribute(id: string, attribute: string): string {
    const service = this.#typeOf(id).split('::')[1] ?? ''
    if (attribute === 'Arn') {
      return service === 'S3'
        ? `arn:aws:s3:::${this.#bucketName(id)}`
        : `arn:aws:${service.toLowerCase()}:us-east-1:000000000000:${id}`
    }
    if (attribute === 'FunctionUrl') return `https://${id.toLowerCase()}.lambda-url.us-east-1.on.aws/`
    if (attribute === 'DomainName') return `${id.toLowerCase()}.cloudfront.net`
    return `${id}-${attribute}`
  }
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`A list is expected, not ${String(value)}`)
  return value
}
