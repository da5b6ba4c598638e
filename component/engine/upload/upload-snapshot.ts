import type { ImageInfo, Variant } from '../../protocol.ts'
import type { FileMetadata } from './file-metadata.ts'
import { bytesPerSecond, type RateSample, secondsLeft } from './transfer-rate.ts'
import type { UploadError } from './upload-error.ts'
import type { Session } from './upload-ports.ts'
import type { UploadState, UploadStatus } from './upload-state.ts'

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

/** What never changes of it. */
export type FixedFacts = Pick<UploadSnapshot, 'id' | 'file' | 'name' | 'size' | 'type' | 'relativePath'>

/** Asks the browser, which takes longer than all the rest of a snapshot: once for all of them. */
export function fixedFacts(id: string, file: File): FixedFacts {
  const { name, size, type, webkitRelativePath: relativePath = '' } = file
  return { id, file, name, size, type, relativePath }
}

/** What an upload knows of itself. */
export interface UploadFacts extends Pick<UploadSnapshot, 'previewUrl' | 'metadata' | 'failures'> {
  readonly state: UploadState
  /** Null before it is planned. */
  readonly session: Readonly<Session> | null
  /** How its bytes left lately. */
  readonly samples: readonly RateSample[]
}

export function takeSnapshot(fixed: FixedFacts, facts: UploadFacts): UploadSnapshot {
  const { state, session, samples, previewUrl, metadata, failures } = facts
  const object = 'object' in state ? state.object : null
  const result = state.status === 'ready' ? state.result : null
  const atS3 = bytesAtS3(fixed, session)
  const bytesSent = state.status === 'uploading' ? Math.max(state.bytesSent, atS3) : atS3
  const rate = state.status === 'uploading' ? bytesPerSecond(samples) : null
  return Object.freeze({
    ...fixed,
    previewUrl,
    failures,
    status: state.status,
    bytesSent,
    bytesPerSecond: rate,
    secondsLeft: secondsLeft(fixed.size - bytesSent, rate),
    key: object?.key ?? session?.presigned.key ?? null,
    error: state.status === 'failed' ? state.error : null,
    variants: result?.variants ?? [],
    image: result?.image ?? null,
    metadata: result === null ? metadata : { ...metadata, ...result.metadata },
  })
}

/** Parts stay where they are through a pause and a failure. */
function bytesAtS3({ size }: FixedFacts, session: Readonly<Session> | null): number {
  if (session === null) return 0
  if (session.stored) return size
  const bytes = [...session.storedParts.values()].reduce((sum, stored) => sum + stored, 0)
  return Math.min(size, bytes)
}
