/** `GET /config`: the limits of every route. */
import type { ConfigResponse, RouteLimits } from '../../component/protocol.ts'
import type { RouteRules } from '../upload/route-rules.ts'

export function configResponse(routes: ReadonlyMap<string, RouteRules>): ConfigResponse {
  const limits = [...routes].map(([name, { expiresInSeconds: _, ...rules }]): [string, RouteLimits] => [
    name,
    rules,
  ])
  return { version: 1, routes: Object.fromEntries(limits) }
}
