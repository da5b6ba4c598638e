import { MAX_BATCH_ITEMS } from '../../component/protocol-limits.ts'
import { isMediaTypePattern } from '../upload/media-type.ts'
import type { ObjectAttributes } from '../upload/object-attributes.ts'
import { MAX_MULTIPART_SIZE } from '../upload/part-plan.ts'
import type { Route, RouteRules, RouteTarget } from '../upload/route.ts'
import { known } from './known-members.ts'
import { readAttributes } from './read-attributes.ts'
import type { RouteOptions } from './uploads-options.ts'

/** Bytes. The most that one form POST can carry. */
const MAX_POST_SIZE = 5 * 1024 ** 3

const DEFAULTS: RouteRules = {
  maxFileSize: 20 * 1024 ** 2,
  minFileSize: 1,
  allowedContentTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'],
  maxFiles: MAX_BATCH_ITEMS,
  // Smaller files have at most two parts, and one request on one connection is about as fast.
  multipartThreshold: 16 * 1024 ** 2,
  checksum: 'optional',
  expiresInSeconds: 300,
}

const MEMBERS: Record<keyof RouteOptions, true> = {
  maxFileSize: true,
  minFileSize: true,
  allowedContentTypes: true,
  maxFiles: true,
  multipartThreshold: true,
  checksum: true,
  processedContentTypes: true,
  expiresInSeconds: true,
  method: true,
  bucket: true,
  prefix: true,
  topicArn: true,
  objects: true,
}

/**
 * Every route. A `Map`, because an object also has members named `constructor` and `toString`. Faults are added to
 * `faults`.
 *
 * @param target where the uploads of a route go that names no other place.
 * @param attributes of objects of a route that has none.
 */
export function readRoutes(
  options: Readonly<Record<string, RouteOptions>>,
  target: RouteTarget,
  attributes: ObjectAttributes,
  faults: string[],
): ReadonlyMap<string, Route> {
  const base = { target, attributes }
  const routes = new Map([['default', readRoute(options.default ?? {}, base, 'default', faults)]])
  for (const [name, route] of Object.entries(options)) {
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
      faults.push(
        `routes: ${JSON.stringify(name)} is not a route name (a-z, 0-9 and -, at most 63 characters)`,
      )
    } else if (name !== 'default') {
      routes.set(name, readRoute(route, base, name, faults))
    }
  }
  return routes
}

function readRoute(
  given: RouteOptions,
  { target, attributes }: Pick<Route, 'target' | 'attributes'>,
  name: string,
  faults: string[],
): Route {
  const at = `routes.${name}`
  const { bucket, prefix, topicArn, objects, method = 'auto', ...limits } = known(given, MEMBERS, at, faults)
  if (!['post', 'put', 'auto'].includes(method)) faults.push(`${at}.method must be 'post', 'put' or 'auto'`)
  return {
    method,
    rules: readRules(limits, at, faults),
    target: {
      bucket: bucket ?? target.bucket,
      prefix: prefix ?? target.prefix,
      topicArn: topicArn ?? target.topicArn,
    },
    attributes: objects === undefined ? attributes : readAttributes(objects, `${at}.objects`, faults),
  }
}

type RouteLimitOptions = Omit<RouteOptions, 'bucket' | 'prefix' | 'topicArn' | 'objects' | 'method'>

function readRules(
  { processedContentTypes, ...options }: RouteLimitOptions,
  at: string,
  faults: string[],
): RouteRules {
  const rules: RouteRules = {
    ...DEFAULTS,
    ...options,
    ...(processedContentTypes === undefined ? {} : { processedContentTypes: [...processedContentTypes] }),
    allowedContentTypes: [...(options.allowedContentTypes ?? DEFAULTS.allowedContentTypes)],
    expiresInSeconds: clamp(options.expiresInSeconds ?? DEFAULTS.expiresInSeconds, 30, 3600),
  }
  const { multipartThreshold: threshold } = rules
  if (threshold !== null && !isWithin(threshold, 0, MAX_POST_SIZE))
    faults.push(`${at}.multipartThreshold must be 0 to ${MAX_POST_SIZE} bytes, or null`)
  const largest = threshold === null ? MAX_POST_SIZE : MAX_MULTIPART_SIZE
  if (!isWithin(rules.maxFileSize, 1, largest)) faults.push(`${at}.maxFileSize must be 1 to ${largest} bytes`)
  if (!isWithin(rules.minFileSize, 0, rules.maxFileSize))
    faults.push(`${at}.minFileSize must be 0 to maxFileSize bytes`)
  if (!isWithin(rules.maxFiles, 1, MAX_BATCH_ITEMS))
    faults.push(`${at}.maxFiles must be 1 to ${MAX_BATCH_ITEMS}`)
  if (!Number.isInteger(rules.expiresInSeconds)) faults.push(`${at}.expiresInSeconds must be whole seconds`)
  if (!['none', 'optional', 'required'].includes(rules.checksum)) {
    faults.push(`${at}.checksum must be 'none', 'optional' or 'required'`)
  }
  if (rules.allowedContentTypes.length === 0) faults.push(`${at}.allowedContentTypes must name a type`)
  const { allowedContentTypes } = rules
  for (const [name, types] of Object.entries({ allowedContentTypes, processedContentTypes })) {
    for (const type of types ?? []) {
      if (isMediaTypePattern(type)) continue
      faults.push(`${at}.${name}: ${JSON.stringify(type)} is not a media type or type/* in lower case`)
    }
  }
  return rules
}

function isWithin(value: number, low: number, high: number): boolean {
  return Number.isSafeInteger(value) && value >= low && value <= high
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
