/** The host's options, validated and completed at construction: all faults are reported at once. */
import type { Env } from 'hono'
import { logToStandardError, neverThrowing } from '../upload/failure-log.ts'
import { isPlainPrefix } from '../upload/object-key.ts'
import type { Route } from '../upload/route.ts'
import { routeFaults } from '../upload/rules-on-store.ts'
import { providedSecrets, secretFaults, toSecrets } from '../upload/secrets.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import { ConfigError } from './config-error.ts'
import { known } from './known-members.ts'
import { readAttributes } from './read-attributes.ts'
import { readRoutes } from './read-routes.ts'
import { readStore } from './read-store.ts'
import type { Authorize, RouteOptions, UploadsOptions } from './uploads-options.ts'
import { validateBucket } from './validate-bucket.ts'

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

/** What an adapter of AWS adds to the options of all. */
export interface AdapterRules<Options> {
  /** Options that only it reads. */
  members: Readonly<Record<string, true>>
  faults(options: Options): readonly string[]
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
  store: true,
  credentials: true,
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
export function readSettings<E extends Env, Options extends UploadsOptions<E>>(
  options: Options,
  adapter?: AdapterRules<Options>,
): Settings<E> {
  const faults: string[] = []
  known<UploadsOptions<E>>(options, { ...MEMBERS, ...adapter?.members }, '', faults)
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
  validateEndpoint(options.endpoint, 'endpoint', faults)
  validateEndpoint(options.publicEndpoint, 'publicEndpoint', faults)
  validateEndpoint(options.snsEndpoint, 'snsEndpoint', faults)
  validateForStore(settings, readStore(options, faults), faults)
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
  faults.push(...(adapter?.faults(options) ?? []))
  if (faults.length > 0) throw new ConfigError(faults)
  return settings
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

function validateEndpoint(endpoint: string | undefined, option: string, faults: string[]): void {
  if (endpoint === undefined) return
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url === null || !/^https?:$/.test(url.protocol)) faults.push(`${option} is not an http(s) URL`)
}

/** What the store refuses, at start and not at the first upload. */
function validateForStore<E extends Env>(
  settings: Settings<E>,
  store: StoreCapabilities,
  faults: string[],
): void {
  const { name: storeName, refuses } = store
  if (settings.expectedBucketOwner !== undefined && refuses.includes('expectedBucketOwner'))
    faults.push(`expectedBucketOwner: ${storeName} does not have it`)
  for (const [name, route] of settings.routeTable) {
    faults.push(...routeFaults(`routes.${name}`, route, store))
    const refused = refuses.filter((option) => Object.hasOwn(route.attributes, option))
    for (const option of refused)
      faults.push(`objects.${option} (route ${name}): ${storeName} does not have it`)
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
