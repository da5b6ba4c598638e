import { parseConfig } from './engine/api/parse-response.ts'
import type { ConfigResponse } from './protocol.ts'

/** Longest time that files wait for the backend's limits, in milliseconds. */
const WAIT_MS = 3_000

/**
 * What the element's own request learned of the limits; undefined where that is nothing, or not in time: the engine then
 * asks itself, and its error says what is wrong.
 */
export async function knownConfig(answer: Promise<unknown>): Promise<ConfigResponse | undefined> {
  const config = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, WAIT_MS))])
  try {
    return config === undefined ? undefined : parseConfig(config)
  } catch {
    return undefined
  }
}
