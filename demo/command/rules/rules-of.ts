import { parseArgs } from 'node:util'
import { configFromEnv } from '../../../server/config-from-env.ts'
import { type AwsRules, awsRules, type PolicyDocument } from '../../../server/options/aws-rules.ts'
import { ConfigError } from '../../../server/options/config-error.ts'
import { UsageError } from '../usage-error.ts'
import { imageRole } from './image-role.ts'

export const RULES_USAGE = `Usage: s3-uploader rules --origin URL [--origin URL …] [--queue-arn ARN]

Prints, for the variables of \`s3-uploader serve\`, what AWS must be told: CORS, lifecycle and policy of each bucket, and the
policies of the API's and the image function's roles. Asks AWS nothing.

  --origin URL      of a page that uploads, for example https://app.example.com; may be repeated
                    (default: UPLOAD_ALLOWED_ORIGINS)
  --queue-arn ARN   of the queue before the image function
  --help
`

export interface Rules extends AwsRules {
  imageRole: PolicyDocument
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Null where help was asked for.
 *
 * @throws UsageError
 */
export function rulesOf(args: readonly string[], environment: Environment): Rules | null {
  const { help, origin, 'queue-arn': queueArn } = parse(args)
  if (help === true) return null
  const options = optionsOf(environment)
  const origins = origin ?? options.allowedOrigins
  if (origins.length === 0)
    throw new UsageError('Name the pages that upload: --origin https://app.example.com')
  const wrong = origins.find((one) => one !== '*' && !(URL.canParse(one) && new URL(one).origin === one))
  if (wrong !== undefined) throw new UsageError(`--origin must look like https://example.com, got ${wrong}.`)
  const { bucket, topicArn, secret, region, routes, prefix } = options
  const settings = { bucket, topicArn, secret, region, routes, prefix, authorize: 'public' as const }
  const prefixes: Record<string, string[]> = {}
  for (const route of Object.values(routes)) {
    const name = route.bucket ?? bucket
    const known = prefixes[name] ?? []
    prefixes[name] = [...new Set([...known, route.prefix ?? prefix ?? 'uploads/'])]
  }
  return {
    ...awsRules(settings, origins),
    imageRole: imageRole({
      buckets: prefixes,
      derivedBucket: bucket,
      derivedPrefix: 'derived/',
      queueArn: queueArn ?? null,
    }),
  }
}

/** Rules need neither the secret nor the token. */
function optionsOf(environment: Environment) {
  try {
    return configFromEnv({
      ...environment,
      UPLOAD_SECRET: 'x'.repeat(32),
      UPLOAD_TOKEN: undefined,
      UPLOAD_PUBLIC: 'true',
    })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new UsageError(error.faults.join('\n'))
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        origin: { type: 'string', multiple: true },
        'queue-arn': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
