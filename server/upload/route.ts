import type { RouteLimits } from '../../component/protocol.ts'
import type { ObjectAttributes } from './object-attributes.ts'

/** The limits of one route: what `/config` publishes, and how long its form policies are valid. */
export interface RouteRules extends RouteLimits {
  expiresInSeconds: number
}

/** Where the uploads of one route are stored and announced. */
export interface RouteTarget {
  bucket: string
  /** Of upload keys, with a final slash. */
  prefix: string
  topicArn: string
}

export interface Route {
  /** How files that come in one request are sent; `auto`: as the store takes them. */
  method: 'post' | 'put' | 'auto'
  rules: RouteRules
  target: RouteTarget
  attributes: ObjectAttributes
}
