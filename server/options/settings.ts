/** The host's options, validated and completed at construction: all faults are reported at once. */
import type { Env } from 'hono'
import { logToStandardError, neverThrowing } from '../upload/failure-log.ts'
import { isPlainPrefix } from '../upload/object-key.ts'
import type { RouteRules } from '../upload/route-rules.ts'
import { ConfigError } from './config-error.ts'
import { readRoutes } from './route-limits.ts'
import type { Authorize, UploadsOptions } from './uploads-options.ts'

export interface Settings<E extends Env> extends UploadsOptions<E> {
  secrets: readonly string[]
  authorize: Authorize<E>
  rules: ReadonlyMap<string, RouteRules>
  prefix: string
  derivedPrefix: string
  derivedBucket: string
  variantUrlSeconds: number
  completeWithinSeconds: number
  multipartWithinSeconds: number
  partUrlSeconds: number
  hookTimeoutMs: number
  log: NonNullable<UploadsOptions['log']>
  clock: () => Date
  randomId: () => string
}

/** @throws {ConfigError} that lists everything missing and malformed */
export function readSettings<E extends Env>(options: UploadsOptions<E>): Settings<E> {
  const faults: string[] = []
  const { authorize } = options
  const secrets = typeof options.secret === 'string' ? [options.secret] : [...(options.secret ?? [])]
  const settings: Settings<E> = {
    ...options,
    secrets,
    authorize: authorize === 'public' ? () => ({ subject: 'public' }) : authorize,
    rules: readRoutes(options.routes ?? {}, faults),
    prefix: options.prefix ?? 'uploads/',
    derivedPrefix: options.derivedPrefix ?? 'derived/',
    derivedBucket: options.derivedBucket ?? options.bucket,
    variantUrlSeconds: options.variantUrlSeconds ?? 3600,
    completeWithinSeconds: options.completeWithinSeconds ?? 3600,
    multipartWithinSeconds: options.multipartWithinSeconds ?? 604_800,
    partUrlSeconds: options.partUrlSeconds ?? 3600,
    hookTimeoutMs: options.hookTimeoutMs ?? 5000,
    log: neverThrowing(options.log ?? logToStandardError),
    clock: options.clock ?? (() => new Date()),
    randomId: options.randomId ?? (() => crypto.randomUUID()),
  }

  if (authorize !== 'public' && typeof authorize !== 'function') {
    faults.push("authorize is missing: a function that returns the caller, or 'public' to let everyone in")
  }
  validateBucket(options.bucket, 'bucket', faults)
  if (options.derivedBucket !== undefined) validateBucket(options.derivedBucket, 'derivedBucket', faults)
  validateTopic(options.topicArn, faults)
  validateSecrets(secrets, faults)
  validateEndpoint(options.endpoint, 'endpoint', faults)
  validateEndpoint(options.publicEndpoint, 'publicEndpoint', faults)
  validateEndpoint(options.snsEndpoint, 'snsEndpoint', faults)
  validatePrefixes(settings, faults)
  validateSeconds(settings.variantUrlSeconds, 'variantUrlSeconds', [60, 604_800], faults)
  validateSeconds(settings.completeWithinSeconds, 'completeWithinSeconds', [0, 86_400], faults)
  validateSeconds(settings.multipartWithinSeconds, 'multipartWithinSeconds', [3600, 2_592_000], faults)
  validateSeconds(settings.partUrlSeconds, 'partUrlSeconds', [60, 604_800], faults)

  if (
    !Number.isInteger(settings.hookTimeoutMs) ||
    settings.hookTimeoutMs < 100 ||
    settings.hookTimeoutMs > 60_000
  ) {
    faults.push('hookTimeoutMs must be 100 to 60000 whole milliseconds')
  }

  if (faults.length > 0) throw new ConfigError(faults)
  return settings
}

function validateBucket(bucket: unknown, option: string, faults: string[]): void {
  if (typeof bucket !== 'string' || bucket === '')
    faults.push(`${option} is missing: the name of an S3 bucket`)
  // S3 refuses forms whose `bucket` field is an access point ARN.
  else if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    faults.push(`${option} is not a plain bucket name`)
}

function validateTopic(topicArn: unknown, faults: string[]): void {
  if (typeof topicArn !== 'string' || topicArn === '')
    faults.push('topicArn is missing: the ARN of an SNS topic')
  else if (!/^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/.test(topicArn)) {
    faults.push('topicArn is not the ARN of an SNS topic (arn:aws:sns:<region>:<account>:<name>)')
  }
}

function validateSecrets(secrets: readonly unknown[], faults: string[]): void {
  if (secrets.length === 0)
    faults.push('secret is missing: at least 32 random bytes (openssl rand -base64 32)')
  for (const [index, secret] of secrets.entries()) {
    const length = typeof secret === 'string' ? new TextEncoder().encode(secret).length : 0
    if (length >= 32) continue
    const which = secrets.length === 1 ? 'secret' : `secret ${index + 1} of ${secrets.length}`
    faults.push(`${which} has ${length} bytes; at least 32 are needed (openssl rand -base64 32)`)
  }
}

const NO_POST_OBJECT = /(^|\.)(r2\.cloudflarestorage\.com|backblazeb2\.com)$/

function validateEndpoint(endpoint: string | undefined, option: string, faults: string[]): void {
  if (endpoint === undefined) return
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url === null || !/^https?:$/.test(url.protocol)) faults.push(`${option} is not an http(s) URL`)
  else if (NO_POST_OBJECT.test(url.hostname)) {
    faults.push(
      `${option} (${url.hostname}) has no POST Object: Cloudflare R2 and Backblaze B2 answer 501 to form uploads`,
    )
  }
}

type Locations = Pick<Settings<Env>, 'bucket' | 'prefix' | 'derivedBucket' | 'derivedPrefix'>

function validatePrefixes(locations: Locations, faults: string[]): void {
  const { prefix, derivedPrefix } = locations
  for (const [option, value] of Object.entries({ prefix, derivedPrefix })) {
    if (!isPlainPrefix(value)) faults.push(`${option} must be letters, digits, _ . - and end with a slash`)
  }
  const nested = prefix.startsWith(derivedPrefix) || derivedPrefix.startsWith(prefix)
  if (nested && locations.derivedBucket === locations.bucket) {
    faults.push('prefix and derivedPrefix must not contain each other: results would be treated as uploads')
  }
}

function validateSeconds(
  value: number,
  option: string,
  [low, high]: [number, number],
  faults: string[],
): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    faults.push(`${option} must be ${low} to ${high} whole seconds`)
  }
}
