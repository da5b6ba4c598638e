import type { Upload } from '../upload/upload.ts'
import { isActive } from '../upload/upload-state.ts'

/**
 * Plans are fetched ahead of the bytes so that no connection idles, but not so far that they expire unused: up to this
 * many files, while all of them together leave within so many seconds. Until the line is measured they may have so many
 * bytes, and always a few, so that small files do not take a call each.
 */
const AHEAD = { files: 200, seconds: 30, unmeasuredBytes: 64 * 1024 ** 2, leastBytes: 4 * 1024 ** 2 }
/** As many are let in together as the backend plans in one call: asking one by one would take a call for each. */
const ROUND = 100

export interface UploadGateOptions {
  /** All uploads in the order in which they shall start. */
  list(): Iterable<Upload>
  /** Whether more files are about to come in. */
  moreToAdd(): boolean
  /** As measured lately; null where nobody knows. */
  bytesPerSecond(): number | null
  /** Milliseconds of a monotonic clock. */
  now(): number
}

/** Decides which queued upload starts next, and knows whether any is left or under way. */
export class UploadGate {
  readonly #options: UploadGateOptions
  /** Queued and allowed to start; in manual mode the others wait outside. In list order while `#inOrder`. */
  #released = new Set<Upload>()
  #inOrder = true
  /** Started and not at rest. */
  readonly #active = new Set<Upload>()
  /** Active and not yet with S3. */
  readonly #ahead = new Set<Upload>()
  #aheadBytes = 0
  /** What S3 took since there was nobody ahead. */
  #taken = { sinceMs: 0, bytes: 0 }
  /** How many may still enter in this round. */
  #round = 0

  constructor(options: UploadGateOptions) {
    this.#options = options
  }

  /** Whether anything waits to start or is under way. */
  get busy(): boolean {
    return this.#released.size > 0 || this.#active.size > 0
  }

  /** Whether any upload is started and not yet with S3. */
  get sending(): boolean {
    return this.#ahead.size > 0
  }

  /** Started and not yet with S3. */
  get ahead(): Iterable<Upload> {
    return this.#ahead
  }

  /** Lets the list's last upload start in its turn. */
  append(upload: Upload): void {
    this.#released.add(upload)
  }

  /** Lets an upload start in its turn, wherever in the list it is. */
  release(upload: Upload): void {
    this.#released.add(upload)
    this.#inOrder = false
  }

  /** To be told when the list has another order. */
  reordered(): void {
    this.#inOrder = false
  }

  /** The upload to start now, or undefined where none waits or enough bytes are ahead of the pool. */
  next(concurrency: number): Upload | undefined {
    if (!this.#hasRoom(concurrency)) return undefined
    if (!this.#inOrder) this.#putInOrder()
    const [first] = this.#released
    if (first !== undefined) this.#round -= 1
    return first
  }

  /** Keeps the sets true to the upload's state; to be told after every change of it. */
  place(upload: Upload): void {
    const { status } = upload
    if (status !== 'queued') this.#released.delete(upload)
    if (isActive(status)) this.#active.add(upload)
    else this.#active.delete(upload)
    this.#putAhead(upload, status === 'preparing' || status === 'uploading')
  }

  forget(upload: Upload): void {
    this.#released.delete(upload)
    this.#active.delete(upload)
    this.#putAhead(upload, false)
  }

  #putAhead(upload: Upload, isAhead: boolean): void {
    if (this.#ahead.has(upload) === isAhead) return
    const { size } = upload.file
    if (this.#ahead.size === 0) this.#taken = { sinceMs: this.#options.now(), bytes: 0 }
    this.#aheadBytes += isAhead ? size : -size
    if (isAhead) this.#ahead.add(upload)
    else this.#ahead.delete(upload)
    if (!isAhead && upload.status === 'completing') this.#taken.bytes += size
  }

  /** Once for all changes since somebody was let in, however many they were. */
  #putInOrder(): void {
    this.#released = new Set([...this.#options.list()].filter((upload) => this.#released.has(upload)))
    this.#inOrder = true
  }

  #hasRoom(concurrency: number): boolean {
    const files = this.#ahead.size
    const share = Math.max(files / AHEAD.files, this.#aheadBytes / this.#mostBytes())
    const starving = files < 2 * concurrency
    if (share >= 1 && !starving) this.#round = 0
    else if (this.#round === 0 && (starving || (share <= 0.5 && this.#roundIsReady()))) this.#round = ROUND
    return this.#round > 0
  }

  #mostBytes(): number {
    const rate = this.#options.bytesPerSecond()
    if (rate !== null) return Math.max(AHEAD.leastBytes, AHEAD.seconds * rate)
    // Waiting for the first plans counts as well, so that this is no more than the line can do.
    const { sinceMs, bytes } = this.#taken
    const seconds = (this.#options.now() - sinceMs) / 1000
    return Math.max(AHEAD.unmeasuredBytes, seconds > 0 ? (AHEAD.seconds * bytes) / seconds : 0)
  }

  #roundIsReady(): boolean {
    return this.#released.size >= ROUND || !this.#options.moreToAdd()
  }
}
