/** The arguments of the commands around a stack. */
import { parseArgs } from 'node:util'
import { AwsCli } from './aws-cli.ts'

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

// With the suffix of the upload bucket, at most the 63 characters that S3 allows.
const STACK_NAME = /^[a-z][a-z0-9-]{0,30}$/

/** @throws UsageError */
export function commandOptions(argv: readonly string[], usage: string, env = process.env): CommandOptions {
  const { values } = parse(argv, usage)
  const stackName = values['stack-name'] ?? ''
  if (!STACK_NAME.test(stackName)) {
    throw new UsageError(
      `--stack-name needs a name of lower-case letters, digits and hyphens, at most 31.\n${usage}`,
    )
  }
  const region = values.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  if (region === undefined || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UsageError(`Name a region: --region eu-central-1, or the variable AWS_REGION.\n${usage}`)
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
