/** `GET /config`: the limits of every route. */
import type { ConfigResponse, RouteLimits } from '../../component/protocol.ts'
import type { Route } from '../upload/route.ts'
import { rulesOnStore } from '../upload/rules-on-store.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'

/** @param store `null` where it is not known (yet): the limits are then those of the options. */
export function configResponse(
  routes: ReadonlyMap<string, Route>,
  store: StoreCapabilities | null,
): ConfigResponse {
  const limits = [...routes].map(([name, route]): [string, RouteLimits] => {
    const { expiresInSeconds: _, ...rules } = store === null ? route.rules : rulesOnStore(route.rules, store)
    return [name, rules]
  })
  return { version: 1, routes: Object.fromEntries(limits) }
}
