/** The counters of one run. */
export interface Tally {
  preflights: number
  /** Calls of the API; `presign` counts all signing calls except `/parts`. */
  presignCalls: number
  partsCalls: number
  completeCalls: number
  /** Without preflights. */
  s3Requests: number
  faultsMet: number
  /** Files that are stored completely. */
  stored: number
  /** Files that the API confirmed. */
  completed: number
  sentTwice: number
}

export const EMPTY_TALLY: Readonly<Tally> = {
  preflights: 0,
  presignCalls: 0,
  partsCalls: 0,
  completeCalls: 0,
  s3Requests: 0,
  faultsMet: 0,
  stored: 0,
  completed: 0,
  sentTwice: 0,
}

/** @throws TypeError for any other value */
export function parseTally(value: unknown): Tally {
  const tally = { ...EMPTY_TALLY }
  const fields = new Map(Object.entries(Object(value)))
  for (const name of Object.keys(EMPTY_TALLY) as (keyof Tally)[]) {
    const count = fields.get(name)
    if (typeof count !== 'number') throw new TypeError(`A tally without ${name}`)
    tally[name] = count
  }
  return tally
}
