import { waitUntil as waitFor } from '@open-wc/testing'

/** Three browsers share a small machine in CI: what takes longer than 20 seconds will not come. */
export function waitUntil(...[condition, message, options]: Parameters<typeof waitFor>): Promise<void> {
  return waitFor(condition, message, { timeout: 20_000, ...options })
}
