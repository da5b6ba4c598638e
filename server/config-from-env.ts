/** The environment of the Node entry. */
import { readFileSync } from 'node:fs'
import { ConfigError } from './options/config-error.ts'
import type { RouteOptions } from './options/uploads-options.ts'
import { storeFromEnv } from './store-from-env.ts'
import { parseJson } from './upload/parse-json.ts'
import type { StoreOptions } from './upload/store-capabilities.ts'

export interface ServerConfig {
  /** 0: the system chooses a free one. */
  port: number
  /** The address to listen on; `undefined`: all. */
  host: string | undefined
  /** Where the API is mounted, without a final slash. */
  basePath: string
  /** Seconds for which SIGTERM leaves the port open, with readiness red. */
  drainSeconds: number
  /** Calls of one address in a minute; `null`: no limit. */
  rateLimit: number | null
  /** How many proxies in front of the process append to `X-Forwarded-For`. */
  trustedProxies: number
  bucket: string
  topicArn: string
  secret: readonly string[]
  region: string
  access: { kind: 'token'; token: string } | { kind: 'public' }
  /** Origins whose pages may call the API; empty: only pages of its own origin. */
  allowedOrigins: readonly string[]
  /** Limits and targets by route name. */
  routes: Readonly<Record<string, RouteOptions>>
  /** Of upload keys. */
  prefix: string | undefined
  endpoint: string | undefined
  publicEndpoint: string | undefined
  snsEndpoint: string | undefined
  /** What the store can do, where its host name does not tell. */
  store: StoreOptions
  /** Whether browsers send to S3 Transfer Acceleration. */
  useAccelerateEndpoint: boolean
  awsClient: AwsClientName
}

/** `light`: without the AWS SDK, with credentials of the environment only. */
export type AwsClientName = 'sdk' | 'light'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * @param readFile for `UPLOAD_ROUTES_FILE`.
 * @throws {ConfigError} that lists every variable that is missing or malformed
 */
export function configFromEnv(
  env: Environment,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): ServerConfig {
  const faults: string[] = []
  const required = (name: string, meaning: string): string => {
    const value = env[name]?.trim()
    if (!value) faults.push(`${name} is missing: ${meaning}`)
    return value ?? ''
  }
  const optional = (name: string): string | undefined => env[name]?.trim() || undefined

  const config: ServerConfig = {
    port: wholeNumber(optional('PORT'), 'PORT', { most: 65_535, faults }) ?? 3000,
    host: optional('HOST'),
    basePath: readBasePath(optional('UPLOAD_BASE_PATH') ?? '/uploads', faults),
    drainSeconds:
      wholeNumber(optional('UPLOAD_DRAIN_SECONDS'), 'UPLOAD_DRAIN_SECONDS', { most: 60, faults }) ?? 5,
    rateLimit: readRateLimit(optional, faults),
    trustedProxies:
      wholeNumber(optional('UPLOAD_TRUSTED_PROXIES'), 'UPLOAD_TRUSTED_PROXIES', { most: 10, faults }) ?? 0,
    bucket: required('UPLOAD_BUCKET', 'the S3 bucket that uploads are stored in'),
    topicArn: required('UPLOAD_TOPIC_ARN', 'the SNS topic that announces them'),
    secret: items(
      required('UPLOAD_SECRET', 'at least 32 random bytes, or several secrets with commas between'),
    ),
    region: required('AWS_REGION', 'the region of the bucket'),
    access: readAccess(optional('UPLOAD_TOKEN'), optional('UPLOAD_PUBLIC'), faults),
    allowedOrigins: readOrigins(optional('UPLOAD_ALLOWED_ORIGINS') ?? '', faults),
    routes: readRoutes(optional, readFile, faults),
    prefix: optional('UPLOAD_PREFIX'),
    // The SDK reads these too, but keeps the bucket in the host name, which such stores do not support.
    endpoint: optional('AWS_ENDPOINT_URL_S3') ?? optional('AWS_ENDPOINT_URL'),
    publicEndpoint: optional('UPLOAD_PUBLIC_ENDPOINT'),
    snsEndpoint: optional('AWS_ENDPOINT_URL_SNS') ?? optional('AWS_ENDPOINT_URL'),
    store: storeFromEnv(env, faults),
    useAccelerateEndpoint: readSwitch(optional('UPLOAD_ACCELERATE'), 'UPLOAD_ACCELERATE', faults),
    awsClient: readAwsClient(optional('UPLOAD_AWS_CLIENT'), faults),
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
  const isPublic = readSwitch(open, 'UPLOAD_PUBLIC', faults)
  if (token === undefined) {
    if (!isPublic) {
      faults.push(
        'UPLOAD_TOKEN is missing: the bearer token of callers (or UPLOAD_PUBLIC=true to let everyone upload)',
      )
    }
    return { kind: 'public' }
  }
  if (isPublic) faults.push('UPLOAD_TOKEN and UPLOAD_PUBLIC=true contradict each other')
  if (token.length < 16) faults.push('UPLOAD_TOKEN needs at least 16 characters')
  return { kind: 'token', token }
}

function readAwsClient(name: string | undefined, faults: string[]): AwsClientName {
  if (name === undefined || name === 'sdk') return 'sdk'
  if (name !== 'light') faults.push('UPLOAD_AWS_CLIENT must be sdk or light')
  return 'light'
}

function readSwitch(text: string | undefined, name: string, faults: string[]): boolean {
  if (text !== undefined && text !== 'true' && text !== 'false') faults.push(`${name} must be true or false`)
  return text === 'true'
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

type Optional = (name: string) => string | undefined

/** `UPLOAD_ROUTES` as JSON, or a file of it; the two variables of the default route win over it. */
function readRoutes(
  optional: Optional,
  readFile: (path: string) => string,
  faults: string[],
): Record<string, RouteOptions> {
  const file = optional('UPLOAD_ROUTES_FILE')
  const routes = parseRoutes(
    file === undefined ? optional('UPLOAD_ROUTES') : readRoutesFile(file, readFile, faults),
  )
  if (routes === null) {
    faults.push(
      `${file === undefined ? 'UPLOAD_ROUTES' : 'UPLOAD_ROUTES_FILE'} must be a JSON object of routes`,
    )
    return {}
  }
  return { ...routes, default: { ...routes.default, ...readRoute(optional, faults) } }
}

function readRoutesFile(
  path: string,
  readFile: (path: string) => string,
  faults: string[],
): string | undefined {
  try {
    return readFile(path)
  } catch {
    faults.push(`UPLOAD_ROUTES_FILE: ${path} cannot be read`)
    return undefined
  }
}

/** Only the outermost shape: the API validates every member when it starts. */
function parseRoutes(text: string | undefined): Record<string, RouteOptions> | null {
  if (text === undefined) return {}
  const value = parseJson(text)
  if (!isRecord(value)) return null
  const routes: Record<string, RouteOptions> = {}
  for (const [name, route] of Object.entries(value)) {
    if (!isRecord(route)) return null
    routes[name] = route
  }
  return routes
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readBasePath(path: string, faults: string[]): string {
  if (!/^(\/[A-Za-z0-9_.-]+)+$/.test(path))
    faults.push('UPLOAD_BASE_PATH must be a path such as /api/uploads')
  return path
}

/** In public mode every address has a limit, because the callers have no other identity. */
function readRateLimit(optional: Optional, faults: string[]): number | null {
  const given = wholeNumber(optional('UPLOAD_RATE_LIMIT'), 'UPLOAD_RATE_LIMIT', { most: 1_000_000, faults })
  return given ?? (optional('UPLOAD_PUBLIC') === 'true' ? PUBLIC_RATE_LIMIT : null)
}

/** A page that adds 10,000 files makes about 200 calls. */
const PUBLIC_RATE_LIMIT = 300

function readRoute(optional: Optional, faults: string[]): RouteOptions {
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
