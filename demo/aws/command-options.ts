/** The arguments of the commands around a stack. */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { AwsCli } from './aws-cli.ts'
import { codeBucketName } from './stack.ts'

export interface CommandOptions {
  stackName: string
  /** Of the template, by name. */
  parameters: Readonly<Record<string, string>>
  isDryRun: boolean
  /** Nothing is asked. */
  isConfirmed: boolean
  /** The zips in `dist/aws` are used as they are. */
  isBuilt: boolean
  /** The doctor tries the deployment. */
  isExamined: boolean
  /** Uploads and their bucket stay. */
  keepsUploads: boolean
  aws: AwsCli
}

/** A wrong argument; the message says how the command is used. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

// CloudFormation's characters, less those that buckets do not take.
const STACK_NAME = /^[a-z][a-z0-9-]{0,30}$/

const MAX_BUCKET_NAME = 63
/** Partitions without CloudFront, or with another one. */
const NO_CLOUDFRONT = /^(cn|us-gov|us-iso|us-isob|us-isof|eu-isoe|eusc)-/

/** @throws UsageError */
export function commandOptions(
  argv: readonly string[],
  usage: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  configured: () => string | undefined = configuredRegion,
): CommandOptions {
  const { values } = parse(argv, usage)
  const stackName = values['stack-name'] ?? ''
  if (!STACK_NAME.test(stackName)) {
    throw new UsageError(
      `--stack-name needs a name of lower-case letters, digits and hyphens, at most 31.\n${usage}`,
    )
  }
  const region = values.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || configured()
  if (region === undefined || !/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) {
    throw new UsageError(
      `Name a region: --region eu-central-1, the variable AWS_REGION, or aws configure.\n${usage}`,
    )
  }
  if (NO_CLOUDFRONT.test(region)) {
    throw new UsageError(`The stack needs CloudFront as AWS's commercial regions have it, not ${region}.`)
  }
  if (codeBucketName(stackName, '123456789012', region).length > MAX_BUCKET_NAME) {
    throw new UsageError(
      `--stack-name ${stackName} is too long for ${region}: the bucket for its code would have more than ${MAX_BUCKET_NAME} characters.`,
    )
  }
  const isDryRun = values['dry-run'] ?? false
  const print = (line: string) => process.stdout.write(`${line}\n`)
  return {
    stackName,
    parameters: Object.fromEntries((values.parameter ?? []).map((text) => pairOf(text, usage))),
    isDryRun,
    isConfirmed: values.yes ?? false,
    isBuilt: values['no-build'] ?? false,
    isExamined: !(values['no-doctor'] ?? false),
    keepsUploads: values['keep-uploads'] ?? false,
    aws: new AwsCli({ region, isDryRun, print }),
  }
}

/** Of the profile in use. */
function configuredRegion(): string | undefined {
  const { stdout } = spawnSync('aws', ['configure', 'get', 'region'], { encoding: 'utf8' })
  return stdout?.trim() || undefined
}

function parse(argv: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'stack-name': { type: 'string' },
        region: { type: 'string' },
        parameter: { type: 'string', multiple: true },
        'dry-run': { type: 'boolean' },
        yes: { type: 'boolean' },
        'no-build': { type: 'boolean' },
        'no-doctor': { type: 'boolean' },
        'keep-uploads': { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

function pairOf(text: string, usage: string): [string, string] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new UsageError(`--parameter ${text}: Name=Value is expected.\n${usage}`)
  return [name, value]
}
