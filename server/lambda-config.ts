/** The configuration of the API inside AWS Lambda: the variables of the Node entry, and secrets by their ARN. */
import { type ReadSecret, readSecret } from './aws/read-secret.ts'
import { configFromEnv, type ServerConfig } from './config-from-env.ts'
import { ConfigError } from './options/config-error.ts'

export interface LambdaConfig {
  server: ServerConfig
  /** Asked again every 5 minutes, so the secret can rotate. */
  secret: (() => Promise<readonly string[]>) | readonly string[]
  /** What CloudFront sends in `x-origin-verify`; `null`: every caller of the function URL is served. */
  originSecret: string | null
}

type Environment = Readonly<Record<string, string | undefined>>

/** Variables that have the ARN of a secret instead of its text. */
const BY_ARN = {
  UPLOAD_SECRET: 'UPLOAD_SECRET_ARN',
  UPLOAD_TOKEN: 'UPLOAD_TOKEN_ARN',
  UPLOAD_ORIGIN_SECRET: 'UPLOAD_ORIGIN_SECRET_ARN',
} as const

/**
 * @param hasOwnAccess the function's own code decides who may upload, so neither a token nor `UPLOAD_PUBLIC` is needed
 * @throws {ConfigError} that lists every variable that is missing or malformed
 */
export async function lambdaConfig(
  env: Environment,
  { hasOwnAccess = false, read = readSecret }: { hasOwnAccess?: boolean; read?: ReadSecret } = {},
): Promise<LambdaConfig> {
  const faults: string[] = []
  if (env.UPLOAD_RATE_LIMIT) {
    faults.push('UPLOAD_RATE_LIMIT: instances of a function share no memory; use a rate rule of AWS WAF')
  }
  const texts: Record<string, string | undefined> = {}
  await Promise.all(
    Object.entries(BY_ARN).map(async ([name, arnName]) => {
      const arn = env[arnName]?.trim()
      if (arn && env[name]) faults.push(`${name} and ${arnName} contradict each other`)
      texts[name] = arn ? await read(arn) : env[name]
    }),
  )
  const access = hasOwnAccess ? { UPLOAD_TOKEN: undefined, UPLOAD_PUBLIC: 'true' } : {}
  const server = readServerConfig({ ...env, ...texts, ...access }, faults)
  const secretArn = env.UPLOAD_SECRET_ARN?.trim()
  // The text that was just read serves the first request.
  let text = texts.UPLOAD_SECRET
  const secret = async (arn: string): Promise<readonly string[]> => {
    const current = text ?? (await read(arn))
    text = undefined
    return secretsOf(current)
  }
  return {
    server: { ...server, rateLimit: null },
    secret: secretArn ? () => secret(secretArn) : server.secret,
    originSecret: texts.UPLOAD_ORIGIN_SECRET?.trim() || null,
  }
}

function readServerConfig(env: Environment, faults: readonly string[]): ServerConfig {
  try {
    const config = configFromEnv(env)
    if (faults.length > 0) throw new ConfigError(faults)
    return config
  } catch (error) {
    if (!(error instanceof ConfigError) || faults.length === 0) throw error
    throw new ConfigError([...new Set([...faults, ...error.faults])])
  }
}

/** As in `UPLOAD_SECRET`: several with commas between, of which the first signs. */
function secretsOf(text: string): string[] {
  return text
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')
}
