/** `GET /config`: the limits of every route. */
import type { ConfigResponse, RouteLimits } from '../../component/protocol.ts'
import type { Route } from '../upload/route.ts'

export function configResponse(routes: ReadonlyMap<string, Route>): ConfigResponse {
  const limits = [...routes].map(
    ([
      name,
      {
        rules: { expiresInSeconds: _, ...rules },
      },
    ]): [string, RouteLimits] => [name, rules],
  )
  return { version: 1, routes: Object.fromEntries(limits) }
}
