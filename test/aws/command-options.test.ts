import { describe, expect, it } from 'vitest'
import { CODE_PARAMETERS, checkParameters } from '../../demo/aws/check-parameters.ts'
import { commandOptions, UsageError } from '../../demo/aws/command-options.ts'
import { machineOf } from '../../demo/aws/elf-machine.ts'
import { checkMachine } from '../../demo/aws/install-sharp.ts'
import { template } from './resolve-template.ts'

const USAGE = 'Usage: npm run deploy'
const common = ['--stack-name', 'photos', '--region', 'eu-central-1']

describe('the arguments', () => {
  it('name a stack, a region and parameters', () => {
    const options = commandOptions([...common, '--parameter', 'Variants=a=1;b=2', '--dry-run'], USAGE, {})
    expect(options).toMatchObject({
      stackName: 'photos',
      parameters: { Variants: 'a=1;b=2' },
      isDryRun: true,
    })
    expect(options.aws.region).toBe('eu-central-1')
  })

  it('take the region of the environment', () => {
    const own = () => 'eu-west-3'
    const named = commandOptions(['--stack-name', 'photos'], USAGE, { AWS_REGION: 'us-west-2' }, own)
    expect(named.aws.region).toBe('us-west-2')
    const configured = commandOptions(['--stack-name', 'photos'], USAGE, {}, own)
    expect(configured.aws.region).toBe('eu-west-3')
  })

  it.each([
    [['--region', 'eu-central-1'], '--stack-name needs a name'],
    [['--stack-name', 'Photos', '--region', 'eu-central-1'], '--stack-name needs a name'],
    [['--stack-name', 'p'.repeat(32), '--region', 'eu-central-1'], '--stack-name needs a name'],
    [['--stack-name', 'photos'], 'Name a region'],
    [[...common, '--force'], "Unknown option '--force'"],
    [[...common, '--parameter', 'Access'], 'Name=Value is expected'],
  ])('%j are refused', (args, message) => {
    const run = () => commandOptions(args, USAGE, {}, () => undefined)
    expect(run).toThrow(UsageError)
    expect(run).toThrow(message)
    expect(run).toThrow(USAGE)
  })
})

it.each(['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'])(
  'a region without CloudFront is refused: %s',
  (region) => {
    const run = () => commandOptions(['--stack-name', 'photos', '--region', region], USAGE, {})
    expect(run).toThrow(`The stack needs CloudFront`)
  },
)

it('a name is refused with which a bucket would be too long', () => {
  const args = (length: number) => ['--stack-name', 'p'.repeat(length), '--region', 'ap-southeast-1']
  expect(() => commandOptions(args(31), USAGE, {})).toThrow('too long for ap-southeast-1')
  expect(commandOptions(args(30), USAGE, {}).stackName).toHaveLength(30)
})

describe('parameters', () => {
  it.each([
    [{ Variant: 'x' }, 'There is no parameter Variant. Known: Access'],
    [{ Access: 'all' }, 'Access is "all"; known: token, public'],
    [{ MaxFileSize: '5MB' }, 'MaxFileSize is "5MB"; it is a whole number'],
    [{ CodeBucket: 'x' }, 'There is no parameter CodeBucket'],
    [{ ImageConcurrency: '1' }, 'ImageConcurrency is "1"; it goes from 2 to 1000'],
    [{ AllowedOrigins: 'https://a.example,https://b.example/' }, 'without a slash at the end'],
    [{ AllowedOrigins: 'app.example.com' }, 'origins such as https://app.example.com'],
    [{ ExistingBucket: 'photos.example.com' }, 'without dots'],
    [{ ExistingTopicArn: 'arn:aws:sns:eu-west-1:123456789012:uploads.fifo' }, 'not of a FIFO one'],
    [{ EncryptionKeyArn: 'alias/uploads' }, 'not of an alias'],
    [{ DomainName: 'https://photos.example.com' }, 'without https://'],
    [{ CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a' }, 'in us-east-1'],
    [{ WebAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b' }, 'global web ACL'],
    [{ AlarmEmail: 'a@b.c, d@e.f' }, 'one mail address'],
  ])('%j are refused', (given, message) => {
    expect(() => checkParameters(template, given)).toThrow(message)
  })

  it('are accepted as AWS names things, and empty', () => {
    const id = '123456789012'
    const given = {
      AllowedOrigins: 'https://app.example.com,http://localhost:5173',
      ExistingBucket: 'acme-photos',
      ExistingTopicArn: `arn:aws:sns:eu-west-1:${id}:uploads_1`,
      EncryptionKeyArn: `arn:aws:kms:eu-west-1:${id}:key/mrk-1`,
      DomainName: 'photos.example.com',
      CertificateArn: `arn:aws:acm:us-east-1:${id}:certificate/0a-1`,
      WebAclArn: `arn:aws:wafv2:us-east-1:${id}:global/webacl/name/0a`,
      AlarmEmail: 'a+b@example.com',
    }
    checkParameters(template, given)
    checkParameters(template, Object.fromEntries(Object.keys(given).map((name) => [name, ''])))
  })

  it('of the code are those of the template', () => {
    expect(Object.keys(template.Parameters)).toEqual(expect.arrayContaining(Object.values(CODE_PARAMETERS)))
  })
})

describe('the check of native files', () => {
  const elf = (machine: number) =>
    Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, ...Array(12).fill(0), machine, 0])
  const arm64 = elf(0xb7)

  it('reads the processor from the header', () => {
    expect([arm64, elf(0x3e), elf(0x28), new Uint8Array(64), new Uint8Array(4)].map(machineOf)).toEqual([
      'arm64',
      'x64',
      'other',
      null,
      null,
    ])
  })

  it.each([
    ['another processor', { 'a/sharp.node': elf(0x3e), 'b/libvips.so.8': arm64 }, 'a/sharp.node'],
    ['another libc', { 'linuxmusl/sharp.node': arm64, 'b/libvips.so.8': arm64 }, 'linuxmusl/sharp.node'],
    ['another system', { 'a/sharp.node': new Uint8Array(64), 'b/libvips.so.8': arm64 }, 'a/sharp.node'],
    ['a missing library', { 'a/sharp.node': arm64 }, 'no .so'],
  ])('refuses %s', (_, files, message) => {
    expect(() => checkMachine(files)).toThrow(message)
  })

  it('accepts what is for Lambda', () => {
    expect(() =>
      checkMachine({ 'a/sharp.node': arm64, 'b/libvips-cpp.so.8.17': arm64, 'c/x.js': elf(0) }),
    ).not.toThrow()
  })
})
