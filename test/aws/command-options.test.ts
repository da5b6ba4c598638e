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
    const { aws } = commandOptions(['--stack-name', 'photos'], USAGE, { AWS_REGION: 'us-gov-west-1' })
    expect(aws.region).toBe('us-gov-west-1')
  })

  it.each([
    [['--region', 'eu-central-1'], '--stack-name needs a name'],
    [['--stack-name', 'Photos', '--region', 'eu-central-1'], '--stack-name needs a name'],
    [['--stack-name', 'p'.repeat(32), '--region', 'eu-central-1'], '--stack-name needs a name'],
    [['--stack-name', 'photos'], 'Name a region'],
    [[...common, '--force'], "Unknown option '--force'"],
    [[...common, '--parameter', 'Access'], 'Name=Value is expected'],
  ])('%j are refused', (args, message) => {
    const run = () => commandOptions(args, USAGE, {})
    expect(run).toThrow(UsageError)
    expect(run).toThrow(message)
    expect(run).toThrow(USAGE)
  })
})

describe('parameters', () => {
  it.each([
    [{ Variant: 'x' }, 'There is no parameter Variant. Known: Access'],
    [{ Access: 'all' }, 'Access is "all"; known: token, public'],
    [{ MaxFileSize: '5MB' }, 'MaxFileSize is "5MB"; it is a whole number'],
    [{ CodeBucket: 'x' }, 'There is no parameter CodeBucket'],
  ])('%j are refused', (given, message) => {
    expect(() => checkParameters(template, given)).toThrow(message)
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
