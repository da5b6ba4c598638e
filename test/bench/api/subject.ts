/** What `npm run bench:api` measures: work on a hundred items. */
export interface Subject {
  name: string
  /** The aim, in microseconds of CPU for one item. */
  aim?: number
  /** How often in one round. */
  turns: number
  /** Before each turn, not measured. */
  prepare?(): Promise<void>
  work(): Promise<unknown>
}

export const ITEMS = 100
