/**
 * What the engine tells the world: event classes, dispatched at the element (or at the engine itself when it is
 * headless). They bubble and cross shadow roots. A cancelable one comes before its effect and waits for every
 * promise given to `waitUntil`; an informative one comes after.
 */

import type { UploadMetrics } from '../queue/metrics-recorder.ts'
import type { InterruptedUpload } from '../resume/interrupted-uploads.ts'
import { type FileMetadata, fileMetadata } from './file-metadata.ts'
import type { Rejection } from './rejection.ts'
import type { UploadError } from './upload-error.ts'
import type { UploadSnapshot } from './upload-snapshot.ts'

/** Where files came from; `restore`: an upload of a former visit goes on. */
export type FileSource = 'picker' | 'drop' | 'paste' | 'api' | 'restore'

class DetailEvent<D> extends Event {
  readonly detail: D

  constructor(type: string, detail: D, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable })
    this.detail = detail
  }
}

class VetoableEvent<D> extends DetailEvent<D> {
  readonly #promises: Promise<unknown>[] = []

  constructor(type: string, detail: D) {
    super(type, detail, true)
  }

  /** Holds the effect back until the promise settles; a rejection prevents it. */
  waitUntil(promise: Promise<unknown>): void {
    this.#promises.push(promise)
  }

  /** Whether the effect may happen, once everybody was heard. */
  async allowed(): Promise<boolean> {
    try {
      await Promise.all(this.#promises)
    } catch {
      return false
    }
    return !this.defaultPrevented
  }
}

/** Files were chosen, nothing happened yet. */
export class FilesAddEvent extends VetoableEvent<{ files: readonly File[]; source: FileSource }> {
  readonly #metadata = new Map<File, FileMetadata>()

  constructor(files: readonly File[], source: FileSource) {
    super('files-add', { files, source })
  }

  /**
   * What completes with one of the files, should it be taken in; see `Uploader.setMetadata`.
   *
   * @throws TypeError or RangeError as `Uploader.setMetadata` does
   */
  setMetadata(file: File, metadata: FileMetadata): void {
    this.#metadata.set(file, fileMetadata(metadata))
  }

  /** @internal asked when a file is taken in */
  metadataOf(file: File): FileMetadata | undefined {
    return this.#metadata.get(file)
  }
}

/** Some files break the rules: one event a batch. */
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

/** The list has another order: all of it as it is now. */
export class FilesReorderEvent extends DetailEvent<{ uploads: readonly UploadSnapshot[] }> {
  constructor(uploads: readonly UploadSnapshot[]) {
    super('files-reorder', { uploads })
  }
}

/** Uploads of a former visit are about to go on, or to be offered where that takes the visitor. */
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

/** Moments that say no more than which upload they are about. */
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

/** An attempt failed and the next one comes by itself after `delayMs`. */
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

/** An upload came to rest, and how long it spent where: only where the page asked for it. */
export class UploadMetricsEvent extends DetailEvent<{ upload: UploadSnapshot; metrics: UploadMetrics }> {
  constructor(upload: UploadSnapshot, metrics: UploadMetrics) {
    super('upload-metrics', { upload, metrics })
  }
}

/** Nothing is queued or under way any more, whatever failed: once a batch. */
export class UploadsIdleEvent extends DetailEvent<{ uploads: readonly UploadSnapshot[] }> {
  constructor(uploads: readonly UploadSnapshot[]) {
    super('uploads-idle', { uploads })
  }
}

export interface UploadEventMap extends Record<UploadStatusEventName, UploadStatusEvent> {
  'files-add': FilesAddEvent
  'files-reject': FilesRejectEvent
  'file-remove': FileRemoveEvent
  'files-reorder': FilesReorderEvent
  'upload-start': UploadStartEvent
  'upload-retry': UploadRetryEvent
  'upload-error': UploadErrorEvent
  'upload-metrics': UploadMetricsEvent
  'uploads-idle': UploadsIdleEvent
  'uploads-restore': UploadsRestoreEvent
}

declare global {
  interface GlobalEventHandlersEventMap extends UploadEventMap {}
}
