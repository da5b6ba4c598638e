/** The environment of the Node entry. Pure. */
import { ConfigError } from './options/config-error.ts'
import type { RouteOptions } from './options/uploads-options.ts'

export interface ServerConfig {
  /** 0: the system chooses a free one. */
  port: number
  bucket: string
  topicArn: string
  secret: readonly string[]
  region: string
  access: { kind: 'token'; token: string } | { kind: 'public' }
  /** Origins whose pages may call the API; empty: only pages of its own origin. */
  allowedOrigins: readonly string[]
  defaultRoute: RouteOptions
  endpoint: string | undefined
  publicEndpoint: string | undefined
  snsEndpoint: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws {ConfigError} that lists every variable that is missing or malformed */
export function configFromEnv(env: Environment): ServerConfig {
  const faults: string[] = []
  const required = (name: string, meaning: string): string => {
    const value = env[name]?.trim()
    if (!value) faults.push(`${name} is missing: ${meaning}`)
    return value ?? ''
  }
  const optional = (name: string): string | undefined => env[name]?.trim() || undefined

  const config: ServerConfig = {
    port: wholeNumber(optional('PORT'), 'PORT', { most: 65_535, faults }) ?? 3000,
    bucket: required('UPLOAD_BUCKET', 'the S3 bucket that uploads are stored in'),
    topicArn: required('UPLOAD_TOPIC_ARN', 'the SNS topic that announces them'),
    secret: items(
      required('UPLOAD_SECRET', 'at least 32 random bytes, or several secrets with commas between'),
    ),
    region: required('AWS_REGION', 'the region of the bucket'),
    access: readAccess(optional('UPLOAD_TOKEN'), optional('UPLOAD_PUBLIC'), faults),
    allowedOrigins: readOrigins(optional('UPLOAD_ALLOWED_ORIGINS') ?? '', faults),
    defaultRoute: readRoute(optional, faults),
    // The SDK reads these too, but keeps the bucket in the host name, which such stores do not support.
    endpoint: optional('AWS_ENDPOINT_URL_S3') ?? optional('AWS_ENDPOINT_URL'),
    publicEndpoint: optional('UPLOAD_PUBLIC_ENDPOINT'),
    snsEndpoint: optional('AWS_ENDPOINT_URL_SNS') ?? optional('AWS_ENDPOINT_URL'),
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

// The API is public only on request: no token without UPLOAD_PUBLIC is a fault, and so are both.
function readAccess(
  token: string | undefined,
  open: string | undefined,
  faults: string[],
): ServerConfig['access'] {
  if (open !== undefined && open !== 'true' && open !== 'false')
    faults.push('UPLOAD_PUBLIC must be true or false')
  if (token === undefined) {
    if (open !== 'true') {
      faults.push(
        'UPLOAD_TOKEN is missing: the bearer token of callers (or UPLOAD_PUBLIC=true to let everyone upload)',
      )
    }
    return { kind: 'public' }
  }
  if (open === 'true') faults.push('UPLOAD_TOKEN and UPLOAD_PUBLIC=true contradict each other')
  if (token.length < 16) faults.push('UPLOAD_TOKEN needs at least 16 characters')
  return { kind: 'token', token }
}

function readOrigins(list: string, faults: string[]): string[] {
  const origins = items(list)
  for (const origin of origins) {
    if (origin !== '*' && !(URL.canParse(origin) && new URL(origin).origin === origin)) {
      faults.push(
        `UPLOAD_ALLOWED_ORIGINS: ${origin} is not an origin (https://example.com, no path, no slash)`,
      )
    }
  }
  return origins
}

function readRoute(optional: (name: string) => string | undefined, faults: string[]): RouteOptions {
  const most = Number.MAX_SAFE_INTEGER
  const maxFileSize = wholeNumber(optional('UPLOAD_MAX_FILE_SIZE'), 'UPLOAD_MAX_FILE_SIZE', { most, faults })
  const types = optional('UPLOAD_CONTENT_TYPES')
  return {
    ...(maxFileSize === undefined ? {} : { maxFileSize }),
    ...(types === undefined ? {} : { allowedContentTypes: items(types) }),
  }
}

function wholeNumber(
  text: string | undefined,
  name: string,
  { most, faults }: { most: number; faults: string[] },
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > most) faults.push(`${name} must be a whole number of at most ${most}`)
  return value
}

function items(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
