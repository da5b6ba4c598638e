import { seededRandom } from '../../chaos/random.ts'

export type Fault = 'none' | 'busy' | 'reset'

export interface FaultShares {
  readonly busy: number
  readonly reset: number
}

/**
 * Which file's first request fails, and how. Depends on the file's name alone, so all subjects get the same faults in any
 * order of sending; a second request for the same file always succeeds.
 */
export class FaultPlan {
  readonly #shares: FaultShares
  readonly #seed: number
  readonly #seen = new Set<string>()
  met = 0

  constructor(shares: FaultShares, seed: number) {
    this.#shares = shares
    this.#seed = seed
  }

  next(name: string): Fault {
    const { busy, reset } = this.#shares
    if (busy + reset === 0 || this.#seen.has(name)) return 'none'
    this.#seen.add(name)
    const dice = seededRandom(this.#seed ^ hash(name))()
    if (dice >= busy + reset) return 'none'
    this.met += 1
    return dice < busy ? 'busy' : 'reset'
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  return state >>> 0
}
