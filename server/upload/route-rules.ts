import type { RouteLimits } from '../../component/protocol.ts'

/** The limits of one route: what `/config` publishes, and how long its form policies are valid. */
export interface RouteRules extends RouteLimits {
  expiresInSeconds: number
}
