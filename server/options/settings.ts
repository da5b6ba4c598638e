/** The host's options, validated and completed at construction: all faults are reported at once. */
import type { Env } from 'hono'
import { logToStandardError, neverThrowing } from '../upload/failure-log.ts'
import { isPlainPrefix } from '../upload/object-key.ts'
import type { Route } from '../upload/route.ts'
import { providedSecrets, secretFaults, toSecrets } from '../upload/secrets.ts'
import { ConfigError } from './config-error.ts'
import { known } from './known-members.ts'
import { readAttributes } from './read-attributes.ts'
import { readRoutes } from './read-routes.ts'
import type { Authorize, RouteOptions, UploadsOptions } from './uploads-options.ts'

export interface Settings<E extends Env> extends UploadsOptions<E> {
  secrets: () => Promise<readonly string[]>
  authorize: Authorize<E>
  routeTable: ReadonlyMap<string, Route>
  prefix: string
  pendingPrefix: string
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

const MEMBERS: Record<keyof UploadsOptions, true> = {
  bucket: true,
  topicArn: true,
  secret: true,
  authorize: true,
  authorizeBatch: true,
  region: true,
  endpoint: true,
  publicEndpoint: true,
  forcePathStyle: true,
  useAccelerateEndpoint: true,
  useDualstackEndpoint: true,
  useFipsEndpoint: true,
  expectedBucketOwner: true,
  snsEndpoint: true,
  credentials: true,
  s3Client: true,
  snsClient: true,
  routes: true,
  prefix: true,
  pendingPrefix: true,
  objects: true,
  audience: true,
  derivedPrefix: true,
  derivedBucket: true,
  variantUrl: true,
  variantUrlSeconds: true,
  completeWithinSeconds: true,
  multipartWithinSeconds: true,
  partUrlSeconds: true,
  key: true,
  onBeforeUpload: true,
  onUploadComplete: true,
  claim: true,
  publish: true,
  onCall: true,
  hookTimeoutMs: true,
  log: true,
  clock: true,
  randomId: true,
}

/** @throws {ConfigError} that lists everything missing, malformed and unknown */
export function readSettings<E extends Env>(options: UploadsOptions<E>): Settings<E> {
  const faults: string[] = []
  known(options, MEMBERS, '', faults)
  const { bucket, topicArn = '', prefix = 'uploads/', publish } = options
  const attributes = readAttributes(options.objects ?? {}, 'objects', faults)
  const { authorize } = options
  const hookTimeoutMs = options.hookTimeoutMs ?? 5000
  const settings: Settings<E> = {
    ...options,
    secrets: readSecrets(options.secret, hookTimeoutMs, faults),
    authorize: authorize === 'public' ? () => ({ subject: 'public' }) : authorize,
    routeTable: readRoutes(options.routes ?? {}, { bucket, prefix, topicArn }, attributes, faults),
    prefix,
    pendingPrefix: options.pendingPrefix ?? 'pending/',
    derivedPrefix: options.derivedPrefix ?? 'derived/',
    derivedBucket: options.derivedBucket ?? options.bucket,
    variantUrlSeconds: options.variantUrlSeconds ?? 3600,
    completeWithinSeconds: options.completeWithinSeconds ?? 3600,
    multipartWithinSeconds: options.multipartWithinSeconds ?? 604_800,
    partUrlSeconds: options.partUrlSeconds ?? 3600,
    hookTimeoutMs,
    log: neverThrowing(options.log ?? logToStandardError),
    clock: options.clock ?? (() => new Date()),
    randomId: options.randomId ?? (() => crypto.randomUUID()),
  }

  if (authorize !== 'public' && typeof authorize !== 'function') {
    faults.push("authorize is missing: a function that returns the caller, or 'public' to let everyone in")
  }
  validateBucket(options.bucket, 'bucket', faults)
  if (options.derivedBucket !== undefined) validateBucket(options.derivedBucket, 'derivedBucket', faults)
  if (publish === undefined || topicArn !== '') validateTopic(topicArn, 'topicArn', faults)
  validateTargets(options.routes ?? {}, faults)
  const usesForms = [...settings.routeTable.values()].some(({ method }) => method === 'post')
  validateEndpoint(options.endpoint, 'endpoint', usesForms, faults)
  validateEndpoint(options.publicEndpoint, 'publicEndpoint', usesForms, faults)
  validateEndpoint(options.snsEndpoint, 'snsEndpoint', false, faults)
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

  const { expectedBucketOwner } = options
  if (expectedBucketOwner !== undefined && !/^\d{12}$/.test(expectedBucketOwner)) {
    faults.push('expectedBucketOwner must be an account id of 12 digits')
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

function validateTopic(topicArn: unknown, option: string, faults: string[]): void {
  if (typeof topicArn !== 'string' || topicArn === '')
    faults.push(`${option} is missing: the ARN of an SNS topic`)
  else if (!/^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/.test(topicArn)) {
    faults.push(`${option} is not the ARN of an SNS topic (arn:aws:sns:<region>:<account>:<name>)`)
  }
}

function readSecrets(
  secret: UploadsOptions['secret'],
  timeoutMs: number,
  faults: string[],
): () => Promise<readonly string[]> {
  if (typeof secret === 'function') return providedSecrets(secret, timeoutMs)
  const secrets = toSecrets(secret)
  faults.push(...secretFaults(secrets))
  return async () => secrets
}

const NO_POST_OBJECT = /(^|\.)(r2\.cloudflarestorage\.com|backblazeb2\.com)$/

function validateEndpoint(
  endpoint: string | undefined,
  option: string,
  usesForms: boolean,
  faults: string[],
): void {
  if (endpoint === undefined) return
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url === null || !/^https?:$/.test(url.protocol)) faults.push(`${option} is not an http(s) URL`)
  else if (usesForms && NO_POST_OBJECT.test(url.hostname)) {
    faults.push(
      `${option} (${url.hostname}) has no POST Object: Cloudflare R2 and Backblaze B2 answer 501 to form uploads. Set method: 'put' on every route`,
    )
  }
}

function validateTargets(routes: Readonly<Record<string, RouteOptions>>, faults: string[]): void {
  for (const [name, { bucket, topicArn }] of Object.entries(routes)) {
    if (bucket !== undefined) validateBucket(bucket, `routes.${name}.bucket`, faults)
    if (topicArn !== undefined) validateTopic(topicArn, `routes.${name}.topicArn`, faults)
  }
}

/** Prefixes of one bucket must not contain each other: results would be treated as uploads, pending ones as accepted. */
function validatePrefixes<E extends Env>(settings: Settings<E>, faults: string[]): void {
  const { pendingPrefix, derivedPrefix, derivedBucket, routeTable } = settings
  const targets = [...routeTable].map(([name, { target }]) => ({
    option: target.prefix === settings.prefix ? 'prefix' : `routes.${name}.prefix`,
    ...target,
  }))
  const own = {
    pendingPrefix,
    derivedPrefix,
    ...Object.fromEntries(targets.map((t) => [t.option, t.prefix])),
  }
  for (const [option, value] of Object.entries(own)) {
    if (!isPlainPrefix(value)) faults.push(`${option} must be letters, digits, _ . - and end with a slash`)
  }
  const clashes = new Set<string>()
  for (const { option, bucket, prefix } of targets) {
    if (areNested(prefix, pendingPrefix))
      clashes.add(`${option} and pendingPrefix must not contain each other`)
    if (bucket !== derivedBucket) continue
    if (areNested(prefix, derivedPrefix))
      clashes.add(`${option} and derivedPrefix must not contain each other`)
    if (areNested(pendingPrefix, derivedPrefix))
      clashes.add('pendingPrefix and derivedPrefix must not contain each other')
  }
  faults.push(...clashes)
}

function areNested(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one)
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
