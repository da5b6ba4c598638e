/**
 * Events, dispatched at the element (or at the uploader when there is none). They bubble and cross shadow roots. A
 * cancelable event comes before its effect and waits for every promise given to `waitUntil`; the others come after.
 */

import { type FileMetadata, fileMetadata } from './file-metadata.ts'
import type { InterruptedUpload } from './interrupted-upload.ts'
import type { Rejection } from './rejection.ts'
import type { UploadError } from './upload-error.ts'
import type { UploadMetrics } from './upload-metrics.ts'
import type { UploadSnapshot } from './upload-snapshot.ts'

/** Where files came from; `restore`: an upload of an earlier visit continues. */
export type FileSource = 'picker' | 'drop' | 'paste' | 'api' | 'restore'

class DetailEvent<D> extends Event {
  readonly detail: D

  constructor(type: string, detail: D, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable })
    this.detail = detail
  }
}

/** `message`: the page's sentence for the visitor, where it gave one by rejecting its promise. */
export type Decision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly message: string | undefined }

class VetoableEvent<D> extends DetailEvent<D> {
  readonly #promises: unknown[] = []

  constructor(type: string, detail: D) {
    super(type, detail, true)
  }

  /**
   * Holds the effect back until the promise settles. Resolving with `false` refuses it; so does a rejection, whose
   * message is shown to the visitor. A value instead of a promise counts as resolved.
   */
  waitUntil(promise: unknown): void {
    this.#promises.push(promise)
  }

  /** Whether the effect may happen, once every promise has settled. */
  async decision(): Promise<Decision> {
    const results = await Promise.allSettled(this.#promises)
    const rejected = results.find((result) => result.status === 'rejected')
    if (rejected !== undefined) return { kind: 'refused', message: messageOf(rejected.reason) }
    const isRefused = results.some((result) => result.status === 'fulfilled' && result.value === false)
    return isRefused || this.defaultPrevented ? { kind: 'refused', message: undefined } : { kind: 'allowed' }
  }
}

function messageOf(reason: unknown): string | undefined {
  const message = reason instanceof Error ? reason.message : reason
  return typeof message === 'string' && message.trim() !== '' ? message : undefined
}

/** Files were chosen; nothing has happened yet. */
export class FilesAddEvent extends VetoableEvent<{ files: readonly File[]; source: FileSource }> {
  readonly #metadata = new Map<File, FileMetadata>()

  constructor(files: readonly File[], source: FileSource) {
    super('files-add', { files, source })
  }

  /**
   * Sets the metadata of one of the files, for the case that it is accepted; see `Uploader.setMetadata`.
   *
   * @throws TypeError or RangeError as `Uploader.setMetadata` does
   */
  setMetadata(file: File, metadata: FileMetadata): void {
    this.#metadata.set(file, fileMetadata(metadata))
  }

  /** @internal read when a file is accepted */
  metadataOf(file: File): FileMetadata | undefined {
    return this.#metadata.get(file)
  }
}

/** Files that break the rules: one event for each batch. */
export class FilesRejectEvent extends DetailEvent<{ rejections: readonly Rejection[] }> {
  constructor(rejections: readonly Rejection[]) {
    super('files-reject', { rejections })
  }
}

/** An upload is about to leave the list. */
export class FileRemoveEvent extends VetoableEvent<{ upload: UploadSnapshot }> {
  constructor(upload: UploadSnapshot) {
    super('file-remove', { upload })
  }
}

/** Removed uploads are back in the list, because the visitor or the page undid their removal. */
export class FileRemoveUndoEvent extends DetailEvent<{ uploads: readonly UploadSnapshot[] }> {
  constructor(uploads: readonly UploadSnapshot[]) {
    super('file-remove-undo', { uploads })
  }
}

/** The order of the list changed: all of it as it is now. */
export class FilesReorderEvent extends DetailEvent<{ uploads: readonly UploadSnapshot[] }> {
  constructor(uploads: readonly UploadSnapshot[]) {
    super('files-reorder', { uploads })
  }
}

/** Uploads of an earlier visit are about to continue, or to be offered where the visitor must choose the file. */
export class UploadsRestoreEvent extends VetoableEvent<{ uploads: readonly InterruptedUpload[] }> {
  constructor(uploads: readonly InterruptedUpload[]) {
    super('uploads-restore', { uploads })
  }
}

/** An upload is about to ask the API for its plan. */
export class UploadStartEvent extends VetoableEvent<{ upload: UploadSnapshot }> {
  constructor(upload: UploadSnapshot) {
    super('upload-start', { upload })
  }
}

/** Events whose detail is the upload alone. */
export type UploadStatusEventName =
  | 'upload-progress'
  /** An attempt was given up because S3 was silent for too long; `upload-retry` or `upload-error` follows. */
  | 'upload-stalled'
  | 'upload-pause'
  | 'upload-resume'
  | 'upload-stored'
  | 'upload-complete'
  | 'upload-ready'
  | 'upload-cancel'

export class UploadStatusEvent extends DetailEvent<{ upload: UploadSnapshot }> {
  constructor(type: UploadStatusEventName, upload: UploadSnapshot) {
    super(type, { upload })
  }
}

/** An attempt failed; the next one starts by itself after `delayMs` milliseconds. */
export class UploadRetryEvent extends DetailEvent<{
  upload: UploadSnapshot
  attempt: number
  delayMs: number
  error: UploadError
}> {
  constructor(upload: UploadSnapshot, attempt: number, delayMs: number, error: UploadError) {
    super('upload-retry', { upload, attempt, delayMs, error })
  }
}

export class UploadErrorEvent extends DetailEvent<{ upload: UploadSnapshot; error: UploadError }> {
  constructor(upload: UploadSnapshot, error: UploadError) {
    super('upload-error', { upload, error })
  }
}

/** A stored upload could not be processed; it stays stored, and its key stays in the form. */
export class UploadProcessingErrorEvent extends DetailEvent<{ upload: UploadSnapshot; error: UploadError }> {
  constructor(upload: UploadSnapshot, error: UploadError) {
    super('upload-processing-error', { upload, error })
  }
}

/** An upload is settled, and how long it spent in each status: only where the page asked for it. */
export class UploadMetricsEvent extends DetailEvent<{ upload: UploadSnapshot; metrics: UploadMetrics }> {
  constructor(upload: UploadSnapshot, metrics: UploadMetrics) {
    super('upload-metrics', { upload, metrics })
  }
}

/** Nothing is under way and nothing continues by itself: once for each batch, also where files failed. */
export class UploadsIdleEvent extends DetailEvent<{ uploads: readonly UploadSnapshot[] }> {
  constructor(uploads: readonly UploadSnapshot[]) {
    super('uploads-idle', { uploads })
  }
}

export interface UploadEventMap extends Record<UploadStatusEventName, UploadStatusEvent> {
  'files-add': FilesAddEvent
  'files-reject': FilesRejectEvent
  'file-remove': FileRemoveEvent
  'file-remove-undo': FileRemoveUndoEvent
  'files-reorder': FilesReorderEvent
  'upload-start': UploadStartEvent
  'upload-retry': UploadRetryEvent
  'upload-error': UploadErrorEvent
  'upload-processing-error': UploadProcessingErrorEvent
  'upload-metrics': UploadMetricsEvent
  'uploads-idle': UploadsIdleEvent
  'uploads-restore': UploadsRestoreEvent
}

declare global {
  interface GlobalEventHandlersEventMap extends UploadEventMap {}
}
