/** `keys`: one form entry for each file. `json`: one entry, a list of files, also where there are none. */
export type ValueFormat = 'keys' | 'json'

/** One file in the entry of `value-format="json"`; `value`, `files` and `defaultFiles` take the same. */
export interface StoredEntry {
  readonly key: string
  readonly name: string
  /** Bytes; 0 where unknown. */
  readonly size: number
  /** Media type; `''` where unknown. */
  readonly type: string
  /** Absent where there is none. */
  readonly metadata?: Readonly<Record<string, string>>
}
