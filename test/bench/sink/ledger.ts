interface Entry {
  /** The file's own name: a client that asks twice gets two keys for one name. */
  readonly name: string
  /** Bytes; `null` where the client signs without telling. */
  readonly size: number | null
  /** Bytes of each stored part. */
  readonly parts: Map<number, number>
}

/** What became of every file, by its name: whether it is whole at S3, was completed, came twice. */
export class Ledger {
  readonly #entries = new Map<string, Entry>()
  readonly #stored = new Set<string>()
  readonly #completed = new Set<string>()
  #sentTwice = 0

  get stored(): number {
    return this.#stored.size
  }

  /** Confirmed to the client by the API. */
  get completed(): number {
    return this.#completed.size
  }

  /** Whole files and parts that came although they were there. */
  get sentTwice(): number {
    return this.#sentTwice
  }

  signed(key: string, name: string, size: number | null): void {
    this.#entries.set(key, { name, size, parts: new Map() })
  }

  nameOf(key: string): string {
    return this.#entries.get(key)?.name ?? key
  }

  sizeOf(key: string): number | null {
    return this.#entries.get(key)?.size ?? null
  }

  /** `refused`: not the size that was signed. */
  storeWhole(key: string, bytes: number): 'stored' | 'refused' {
    const entry = this.#entries.get(key)
    if (entry === undefined || (entry.size !== null && entry.size !== bytes)) return 'refused'
    this.#note(entry.name)
    return 'stored'
  }

  storePart(key: string, partNumber: number, bytes: number): 'stored' | 'refused' {
    const entry = this.#entries.get(key)
    if (entry === undefined) return 'refused'
    if (entry.parts.has(partNumber)) this.#sentTwice += 1
    entry.parts.set(partNumber, bytes)
    if (this.#partBytes(entry) === entry.size) this.#stored.add(entry.name)
    return 'stored'
  }

  /** Parts are made one object; `missing` where the bytes are not all there. */
  assemble(key: string): 'stored' | 'missing' {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.parts.size === 0) return 'missing'
    if (entry.size !== null && this.#partBytes(entry) !== entry.size) return 'missing'
    this.#stored.add(entry.name)
    return 'stored'
  }

  complete(key: string): 'completed' | 'missing' {
    const entry = this.#entries.get(key)
    if (entry === undefined || !this.#stored.has(entry.name)) return 'missing'
    this.#completed.add(entry.name)
    return 'completed'
  }

  partsOf(key: string): ReadonlyMap<number, number> {
    return this.#entries.get(key)?.parts ?? new Map()
  }

  #note(name: string): void {
    if (this.#stored.has(name)) this.#sentTwice += 1
    this.#stored.add(name)
  }

  #partBytes({ parts }: Entry): number {
    let sum = 0
    for (const bytes of parts.values()) sum += bytes
    return sum
  }
}
