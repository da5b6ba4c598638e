import type { Upload } from './upload.ts'
import { isActive } from './upload-state.ts'

/**
 * Plans are fetched ahead of the bytes so that no connection idles, but not so far that they expire unused: up to this
 * many files while they are this small, in bytes, together. Once that much is ahead nobody is let in until half of it
 * is gone, so that plans are asked for in full batches and not one by one.
 */
const AHEAD = { files: 200, bytes: 64 * 1024 * 1024 }

/** Decides which queued upload starts next, and knows whether any is left or under way. */
export class UploadGate {
  readonly #list: () => Iterable<Upload>
  /** Queued and allowed to start; in manual mode the others wait outside. In list order while `#inOrder`. */
  #released = new Set<Upload>()
  #inOrder = true
  /** Started and not at rest. */
  readonly #active = new Set<Upload>()
  /** Active and not yet with S3. */
  readonly #ahead = new Set<Upload>()
  #filling = true

  /** @param list all uploads in the order in which they shall start */
  constructor(list: () => Iterable<Upload>) {
    this.#list = list
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

  /** The next upload to start, or undefined where none waits or enough bytes are ahead of the pool. */
  next(concurrency: number): Upload | undefined {
    if (!this.#hasRoom(concurrency)) return undefined
    if (!this.#inOrder) this.#putInOrder()
    const [first] = this.#released
    return first
  }

  /** Keeps the sets true to the upload's state; to be told after every change of it. */
  place(upload: Upload): void {
    const { status } = upload
    if (status !== 'queued') this.#released.delete(upload)
    put(this.#active, upload, isActive(status))
    put(this.#ahead, upload, status === 'preparing' || status === 'uploading')
  }

  forget(upload: Upload): void {
    for (const set of [this.#released, this.#active, this.#ahead]) set.delete(upload)
  }

  /** Once for all changes since somebody was let in, however many they were. */
  #putInOrder(): void {
    this.#released = new Set([...this.#list()].filter((upload) => this.#released.has(upload)))
    this.#inOrder = true
  }

  #hasRoom(concurrency: number): boolean {
    const files = this.#ahead.size
    if (files < 2 * concurrency) return true
    let bytes = 0
    for (const upload of this.#ahead) bytes += upload.file.size
    const share = Math.max(files / AHEAD.files, bytes / AHEAD.bytes)
    if (share >= 1) this.#filling = false
    else if (share <= 0.5) this.#filling = true
    return this.#filling
  }
}

function put<T>(set: Set<T>, item: T, isMember: boolean): void {
  if (isMember) set.add(item)
  else set.delete(item)
}
