/** The template against CloudFormation's own specification. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import { describe, expect, it } from 'vitest'
import { resolveTemplate, template } from './resolve-template.ts'

const spec = loadAwsServiceSpecSync()

interface Property {
  type: PropertyType
  required?: boolean
}
type PropertyType =
  | { type: 'ref'; reference: { $ref: string } }
  | { type: 'array' | 'map'; element: PropertyType }
  | { type: 'union'; types: PropertyType[] }
  | { type: 'string'; allowedValues?: string[] }
  | { type: 'integer' | 'number' | 'boolean' | 'json' | 'tag' | 'date-time' | 'null' }

/** What is wrong with `value`, each fault with its path. */
function faultsOf(type: PropertyType, value: unknown, path: string): string[] {
  switch (type.type) {
    case 'ref': {
      const definition = spec.get('typeDefinition', type.reference.$ref)
      return faultsOfMembers(definition.properties as Record<string, Property>, value, path)
    }
    case 'array':
      if (!Array.isArray(value)) return [`${path}: a list is expected`]
      return value.flatMap((item, index) => faultsOf(type.element, item, `${path}[${index}]`))
    case 'map':
      return Object.entries(Object(value)).flatMap(([name, item]) =>
        faultsOf(type.element, item, `${path}.${name}`),
      )
    case 'union': {
      const faults = type.types.map((one) => faultsOf(one, value, path))
      return faults.some((found) => found.length === 0) ? [] : (faults[0] ?? [])
    }
    case 'string':
      if (typeof value !== 'string' && typeof value !== 'number') return [`${path}: a text is expected`]
      return (type.allowedValues ?? []).length === 0 || type.allowedValues?.includes(String(value))
        ? []
        : [`${path}: ${value} is not one of ${type.allowedValues?.join(', ')}`]
    case 'integer':
    case 'number':
      return Number.isFinite(Number(value)) && value !== '' ? [] : [`${path}: a number is expected`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: true or false is expected`]
    default:
      return []
  }
}

function faultsOfMembers(properties: Record<string, Property>, value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: an object is expected`]
  const unknown = Object.keys(value).filter((name) => !(name in properties))
  const missing = Object.entries(properties).filter(
    ([name, { required }]) => required === true && !(name in value),
  )
  return [
    ...unknown.map((name) => `${path}.${name}: no such property`),
    ...missing.map(([name]) => `${path}.${name}: is required`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const property = properties[name]
      return property === undefined ? [] : faultsOf(property.type, member, `${path}.${name}`)
    }),
  ]
}

function faultsOfResource(id: string, { Type, Properties }: { Type: string; Properties: object }): string[] {
  const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', Type)
  if (resource === undefined) return [`${id}: no such type ${Type}`]
  return faultsOfMembers(resource.properties as Record<string, Property>, Properties, id)
}

const everything = {
  Delivery: 'direct',
  Access: 'public',
  AllowedOrigins: 'https://a.example,https://b.example',
  StripOriginal: 'true',
  Versioning: 'true',
  TransferAcceleration: 'true',
  EncryptionKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/1',
  ApiConcurrency: 50,
  DomainName: 'photos.example.com',
  CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1',
  WebAclArn: 'arn:aws:wafv2:us-east-1:000000000000:global/webacl/w/1',
  AlarmEmail: 'ops@example.com',
  MonthlyBudget: 20,
}

describe('the template', () => {
  it.each([
    ['by default', {}],
    ['with every option', everything],
  ])('has only resources, properties and values that CloudFormation knows, %s', (_, parameters) => {
    const { Resources } = resolveTemplate(parameters)
    expect(Object.entries(Resources).flatMap(([id, resource]) => faultsOfResource(id, resource))).toEqual([])
  })

  it('reads attributes that the resources have', () => {
    const names = [...JSON.stringify(template).matchAll(/"Fn::GetAtt":\["(\w+)","([\w.]+)"\]/g)]
    const subs = [...JSON.stringify(template).matchAll(/\$\{(\w+)\.([\w.]+)\}/g)]
    const unknown = [...names, ...subs].filter(([, id = '', attribute = '']) => {
      const type = template.Resources[id]?.Type ?? ''
      const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', type)
      return resource?.attributes[attribute] === undefined && resource?.properties[attribute] === undefined
    })
    expect(names.length + subs.length).toBeGreaterThan(40)
    expect(unknown.map(([text]) => text)).toEqual([])
  })
})

describe('the check against the specification', () => {
  it.each([
    ['a misspelt property', { BucktName: 'b' }, 'BucktName: no such property'],
    ['a nested one', { VersioningConfiguration: { State: 'Enabled' } }, 'State: no such property'],
    ['a value outside its list', { VersioningConfiguration: { Status: 'On' } }, 'On is not one of'],
    ['a text for a list', { CorsConfiguration: { CorsRules: 'all' } }, 'a list is expected'],
  ])('finds %s', (_, Properties, fault) => {
    expect(faultsOfResource('Bucket', { Type: 'AWS::S3::Bucket', Properties }).join()).toContain(fault)
  })
})
