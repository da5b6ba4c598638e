/** A route's rules on the store that is in effect. Pure. */
import { MAX_PART_SIZE } from './part-plan.ts'
import type { RouteRules } from './route.ts'
import type { StoreCapabilities } from './store-capabilities.ts'

/** A store that verifies no checksum is asked for none, where the route does not require one. */
export function rulesOnStore<Rules extends RouteRules>(rules: Rules, store: StoreCapabilities): Rules {
  const { checksum } = rules
  return store.checksums === 'none' && checksum === 'optional' ? { ...rules, checksum: 'none' } : rules
}

/** What the store cannot do of a route: one sentence for each. */
export function routeFaults(
  at: string,
  { rules, method }: { rules: RouteRules; method: 'post' | 'put' | 'auto' },
  store: StoreCapabilities,
): string[] {
  const { name, forms, checksums, maxParts, listParts } = store
  const { checksum, multipartThreshold, maxFileSize } = rules
  const faults: string[] = []
  if (method === 'post' && !forms)
    faults.push(
      `${at}.method: ${name} has no POST Object. Leave method out: its files are then sent with PUT`,
    )
  if (multipartThreshold !== null && listParts === false)
    faults.push(
      `${at}.multipartThreshold: ${name} cannot list the parts that it stored. Set it to null: every file is then one request`,
    )
  if (checksum === 'required' && checksums !== 'all')
    faults.push(`${at}.checksum: ${name} does not verify the SHA-256 of every upload. Set it to 'none'`)
  const largest = maxParts * MAX_PART_SIZE
  if (multipartThreshold !== null && maxFileSize > largest)
    faults.push(`${at}.maxFileSize: ${name} takes ${maxParts} parts of 5 GiB, ${largest} bytes`)
  return faults
}
