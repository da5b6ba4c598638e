import type { RateSample } from '../upload/transfer-rate.ts'
import type { Upload } from '../upload/upload.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import { type UploadTotals, uploadTotals } from './upload-totals.ts'

interface Counted {
  readonly snapshots: readonly UploadSnapshot[]
  readonly samples: readonly RateSample[]
  readonly totals: UploadTotals
}

/** The uploads in list order and by id. A Map alone would have to be filled again for every move. */
export class UploadCollection {
  readonly #byId = new Map<string, Upload>()
  readonly #order: Upload[] = []
  #snapshots: readonly UploadSnapshot[] | null = null
  #counted: Counted | null = null

  get(id: string): Upload | undefined {
    return this.#byId.get(id)
  }

  get size(): number {
    return this.#order.length
  }

  /** In list order; the same array as long as nothing changed. */
  get snapshots(): readonly UploadSnapshot[] {
    this.#snapshots ??= Object.freeze(this.#order.map((upload) => upload.snapshot))
    return this.#snapshots
  }

  /**
   * Counted once for each change: several parts of a page ask at every drawing.
   *
   * @param samples recent values of the totals' `bytesSent`
   */
  totals(samples: readonly RateSample[]): UploadTotals {
    const { snapshots } = this
    if (this.#counted?.snapshots !== snapshots || this.#counted.samples !== samples) {
      this.#counted = { snapshots, samples, totals: uploadTotals(snapshots, samples) }
    }
    return this.#counted.totals
  }

  /** An upload changed. */
  changed(): void {
    this.#snapshots = null
  }

  /** Failed for a reason that may pass by itself. */
  get failedForNow(): readonly Upload[] {
    return this.#order.filter(
      ({ status, snapshot }) => status === 'failed' && snapshot.error?.retryable === true,
    )
  }

  values(): Iterable<Upload> {
    return this.#order
  }

  append(upload: Upload): void {
    this.insert(upload, this.#order.length)
  }

  /** @param index counted from 0; after the end, it is the last */
  insert(upload: Upload, index: number): void {
    this.#byId.set(upload.id, upload)
    this.#order.splice(index, 0, upload)
    this.changed()
  }

  /** @returns its index until now; -1 where it is not in the list */
  delete(id: string): number {
    const upload = this.#byId.get(id)
    if (upload === undefined) return -1
    const index = this.#order.indexOf(upload)
    this.#byId.delete(id)
    // A list is mostly emptied from its start; `splice` would move all others each time.
    if (index === 0) this.#order.shift()
    else this.#order.splice(index, 1)
    this.changed()
    return index
  }

  /**
   * @param toIndex counted from 0 and clamped to the list's places
   * @returns whether the order changed
   */
  move(id: string, toIndex: number): boolean {
    const upload = this.#byId.get(id)
    if (upload === undefined) return false
    const from = this.#order.indexOf(upload)
    const to = Math.min(Math.max(Math.trunc(toIndex) || 0, 0), this.#order.length - 1)
    if (from === to) return false
    this.#order.splice(from, 1)
    this.#order.splice(to, 0, upload)
    this.changed()
    return true
  }
}
