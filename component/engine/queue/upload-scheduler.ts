/**
 * Starts waiting uploads while there is a network and few enough bytes are ahead of the connections.
 *
 * Owns: which uploads wait, run or are held by the network, and when all have come to rest. Does not own: their order in
 * the list, or what starting means.
 */
import type { Activity, UploadStatus } from '../upload/upload-state.ts'
import { startsLeft } from './look-ahead.ts'

/** What the scheduler needs of an upload. */
export interface Schedulable {
  readonly file: { readonly size: number }
  readonly status: UploadStatus
  readonly activity: Activity
  start(): void
}

export interface UploadSchedulerOptions<U extends Schedulable> {
  /** All uploads in list order. */
  list(): Iterable<U>
  /** Whether more files are about to be added. */
  moreToAdd(): boolean
  isOnline(): boolean
  /** Requests to S3 at a time. */
  concurrency(): number
  /** As measured lately; null where that is unknown. */
  bytesPerSecond(): number | null
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** The first upload starts, or nothing is left that happens by itself. */
  onBusy(isBusy: boolean): void
}

export class UploadScheduler<U extends Schedulable> {
  readonly #options: UploadSchedulerOptions<U>
  /** In list order while `#isOrdered`. */
  #waiting = new Set<U>()
  #isOrdered = true
  readonly #active = new Set<U>()
  readonly #held = new Set<U>()
  /** Active and not yet at S3, and their bytes. */
  readonly #ahead = new Set<U>()
  #bytesAhead = 0
  /** What S3 stored since nothing was ahead. */
  #stored = { sinceMs: 0, bytes: 0 }
  #startsLeft = 0
  #wasBusy = false
  #next: Promise<void> | undefined

  constructor(options: UploadSchedulerOptions<U>) {
    this.#options = options
  }

  /** Whether anything waits for its turn, is under way, or continues when the network is back. */
  get isBusy(): boolean {
    return this.#waiting.size > 0 || this.#active.size > 0 || this.#held.size > 0
  }

  /** Queued and allowed to start. */
  get waiting(): Iterable<U> {
    return this.#waiting
  }

  /** Whether any upload is started and not yet at S3. */
  get isSending(): boolean {
    return this.#ahead.size > 0
  }

  /** Started and not yet at S3. */
  get ahead(): Iterable<U> {
    return this.#ahead
  }

  /** Paused until the network is back. */
  get held(): Iterable<U> {
    return this.#held
  }

  /** The upload is new, at the end of the list. It starts with the next `schedule`, together with others of its batch. */
  added(upload: U): void {
    if (upload.activity === 'waiting') this.#waiting.add(upload)
  }

  transitioned(upload: U): void {
    const { activity, status } = upload
    if (activity === 'waiting' && !this.#waiting.has(upload)) this.#isOrdered = false
    toggle(this.#waiting, upload, activity === 'waiting')
    toggle(this.#active, upload, activity === 'active')
    toggle(this.#held, upload, activity === 'held')
    this.#setAhead(upload, status === 'preparing' || status === 'uploading')
    this.schedule()
  }

  removed(upload: U): void {
    for (const uploads of [this.#waiting, this.#active, this.#held]) uploads.delete(upload)
    this.#setAhead(upload, false)
    this.schedule()
  }

  reordered(): void {
    this.#isOrdered = false
  }

  /** Starts what may start once the current task is done, so that a command for all uploads is not interleaved. */
  schedule(): void {
    this.#next ??= Promise.resolve().then(() => {
      this.#next = undefined
      this.#startWaiting()
      this.#settle()
    })
  }

  #startWaiting(): void {
    while (this.#waiting.size > 0 && this.#options.isOnline()) {
      this.#startsLeft = startsLeft(this.#startsLeft, this.#load())
      if (this.#startsLeft === 0) return
      if (!this.#isOrdered) this.#order()
      const [first] = this.#waiting
      if (first === undefined) return
      this.#startsLeft -= 1
      first.start()
      // Also where it did not start: it would be tried for ever.
      this.#waiting.delete(first)
    }
  }

  #load(): Parameters<typeof startsLeft>[1] {
    const { moreToAdd, concurrency, bytesPerSecond, now } = this.#options
    const { sinceMs, bytes } = this.#stored
    return {
      files: this.#ahead.size,
      bytes: this.#bytesAhead,
      waiting: this.#waiting.size,
      moreToAdd: moreToAdd(),
      concurrency: concurrency(),
      bytesPerSecond: bytesPerSecond(),
      stored: { bytes, seconds: (now() - sinceMs) / 1000 },
    }
  }

  #settle(): void {
    // A batch that is still being added is not over, even where its first files are done.
    const isBusy = this.isBusy || (this.#wasBusy && this.#options.moreToAdd())
    if (isBusy === this.#wasBusy) return
    this.#wasBusy = isBusy
    this.#options.onBusy(isBusy)
  }

  #setAhead(upload: U, isAhead: boolean): void {
    if (this.#ahead.has(upload) === isAhead) return
    const { size } = upload.file
    if (this.#ahead.size === 0) this.#stored = { sinceMs: this.#options.now(), bytes: 0 }
    this.#bytesAhead += isAhead ? size : -size
    toggle(this.#ahead, upload, isAhead)
    if (!isAhead && upload.status === 'completing') this.#stored.bytes += size
  }

  /** Once for all changes since the last start. */
  #order(): void {
    this.#waiting = new Set([...this.#options.list()].filter((upload) => this.#waiting.has(upload)))
    this.#isOrdered = true
  }
}

function toggle<T>(set: Set<T>, item: T, isMember: boolean): void {
  if (isMember) set.add(item)
  else set.delete(item)
}
