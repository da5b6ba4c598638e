import { parseArgs } from 'node:util'
import { configFromEnv } from '../../../server/config-from-env.ts'
import { type AwsRules, awsRules, type PolicyDocument } from '../../../server/options/aws-rules.ts'
import { ConfigError } from '../../../server/options/config-error.ts'
import { UsageError } from '../usage-error.ts'
import { imageRole } from './image-role.ts'

export interface Rules extends AwsRules {
  imageRole: PolicyDocument
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws UsageError */
export function rulesOf(args: readonly string[], environment: Environment): Rules {
  const { origin, 'queue-arn': queueArn } = parse(args)
  const options = checked(() => optionsOf(environment))
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
    ...checked(() => awsRules(settings, origins)),
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
  return configFromEnv({
    ...environment,
    UPLOAD_SECRET: 'x'.repeat(32),
    UPLOAD_TOKEN: undefined,
    UPLOAD_PUBLIC: 'true',
  })
}

/** Faults of the environment as those of arguments: variables are checked first, then what they say together. */
function checked<T>(read: () => T): T {
  try {
    return read()
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
      },
    }).values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
