/**
 * Uploads that were taken off the list and can return: what was being sent is paused, and S3 keeps what it has.
 *
 * Owns: where in the list they were, and what happened to them meanwhile. Does not own: how long they can return.
 */
import type { Upload } from '../upload/upload.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import type { UploadEvent, UploadState } from '../upload/upload-state.ts'
import type { EventDispatcher } from './event-dispatcher.ts'
import type { UploadCollection } from './upload-collection.ts'
import type { UploadScheduler } from './upload-scheduler.ts'

export interface RemovedUploadsOptions {
  readonly collection: UploadCollection
  readonly scheduler: UploadScheduler<Upload>
  readonly dispatcher: EventDispatcher
  isOnline(): boolean
}

interface RemovedUpload {
  readonly upload: Upload
  /** In the list when it was taken off, counted from 0. */
  readonly index: number
  /** Whether it was being sent. */
  readonly wasSending: boolean
  /** Transitions of which the page was told nothing. */
  readonly missed: { readonly event: UploadEvent; readonly before: UploadState }[]
}

export class RemovedUploads {
  readonly #options: RemovedUploadsOptions
  readonly #byId = new Map<string, RemovedUpload>()
  #snapshots: readonly UploadSnapshot[] | null = null

  constructor(options: RemovedUploadsOptions) {
    this.#options = options
  }

  /** In the order of their removal; the same array until uploads are removed or return. */
  get snapshots(): readonly UploadSnapshot[] {
    this.#snapshots ??= Object.freeze([...this.#byId.values()].map(({ upload }) => upload.snapshot))
    return this.#snapshots
  }

  /** Takes an upload off the list and pauses it. */
  add(upload: Upload): void {
    const { collection, scheduler, dispatcher } = this.#options
    const index = collection.delete(upload.id)
    if (index === -1) return
    scheduler.removed(upload)
    dispatcher.removed(upload)
    const wasSending = upload.status === 'preparing' || upload.status === 'uploading'
    this.#byId.set(upload.id, { upload, index, wasSending, missed: [] })
    this.#snapshots = null
    if (wasSending) upload.pause()
  }

  /** An upload that is not in the list changed. */
  transitioned(id: string, event: UploadEvent, before: UploadState): void {
    this.#byId.get(id)?.missed.push({ event, before })
  }

  /** Puts all back in their places, where they continue; the page hears what happened to them meanwhile. */
  return(): readonly UploadSnapshot[] {
    const { collection, scheduler, dispatcher, isOnline } = this.#options
    const removed = [...this.#byId.values()]
    for (const { upload, wasSending } of removed) {
      if (wasSending || (upload.activity === 'held' && isOnline())) upload.resume()
    }
    this.#forgetAll()
    // The last one first: each index is that of the list without the ones before.
    for (const { upload, index } of removed.toReversed()) collection.insert(upload, index)
    for (const { upload, missed } of removed) {
      scheduler.transitioned(upload)
      for (const { event, before } of missed) {
        // To the page they were never paused.
        if (event.type !== 'pause' && event.type !== 'resume') dispatcher.transitioned(upload, event, before)
      }
    }
    return removed.map(({ upload }) => upload.snapshot)
  }

  /** Ends all: they cannot return, and S3 need not keep what it has. */
  drop(): void {
    const removed = [...this.#byId.values()]
    this.#forgetAll()
    for (const { upload } of removed) {
      const { status } = upload
      upload.cancel()
      if (upload.status !== status) this.#options.dispatcher.canceled(upload)
      upload.remove()
    }
  }

  #forgetAll(): void {
    this.#byId.clear()
    this.#snapshots = null
  }
}
