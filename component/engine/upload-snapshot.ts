import type { ImageInfo, Variant } from '../protocol.ts'
import type { FileMetadata } from './file-metadata.ts'
import type { UploadError } from './upload-error.ts'
import type { UploadStatus } from './upload-state.ts'

/** One upload at one moment: immutable, and a new object whenever anything of it changed. */
export interface UploadSnapshot {
  /** Stable within the page; not the server's id. */
  readonly id: string
  readonly file: File
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Media type; `''` where the browser knows none. */
  readonly type: string
  /** Path inside a dropped or chosen folder; `''` for a single file. */
  readonly relativePath: string
  readonly status: UploadStatus
  /** Bytes that left for S3; all of them is not success. */
  readonly bytesSent: number
  readonly bytesPerSecond: number | null
  readonly secondsLeft: number | null
  /** The object key, once the API named it. */
  readonly key: string | null
  readonly error: UploadError | null
  /** What was made of it; empty until `ready`. */
  readonly variants: readonly Variant[]
  readonly image: ImageInfo | null
  /** A local picture of the file, where the view made one. */
  readonly previewUrl: string | null
  /** What the page said about this file; once its variants are known also what it said about the batch. */
  readonly metadata: FileMetadata
  /** While an automatic retry waits: how many attempts failed. Otherwise 0. */
  readonly failures: number
}
