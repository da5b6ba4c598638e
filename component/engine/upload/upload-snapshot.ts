import type { CompletedUpload, ImageInfo, Variant } from '../../protocol.ts'
import { bytesDelivered } from './delivery-state.ts'
import type { FileMetadata } from './file-metadata.ts'
import type { StoredFile } from './stored-file.ts'
import { bytesPerSecond, type RateSample, secondsLeft } from './transfer-rate.ts'
import type { UploadError } from './upload-error.ts'
import type { UploadSession } from './upload-session.ts'
import { statusOf, type UploadState, type UploadStatus } from './upload-state.ts'
import { FOR_NETWORK, FOR_SLOT, FOR_VISITOR, type Waiting } from './waiting.ts'

/**
 * One upload at one moment: immutable, and a new object whenever anything of it changed.
 *
 * @template Data what the host's completion hook returns
 */
export interface UploadSnapshot<Data = unknown> {
  /** Stable within the page; not the server's id. */
  readonly id: string
  /** `stored`: the page named it as a file of an earlier visit; it is `ready` from the start. */
  readonly origin: 'upload' | 'stored'
  /** What the visitor chose; null for a stored file. `name`, `size` and `type` are those of what is sent, once transformers are done. */
  readonly file: File | null
  readonly name: string
  /** Bytes; 0 for a stored file whose size the page did not say. */
  readonly size: number
  /** Media type; `''` where the browser knows none. */
  readonly type: string
  /** Path inside a dropped or chosen folder; `''` for a single file. */
  readonly relativePath: string
  readonly status: UploadStatus
  /** Why it does not move at the moment; null while it does, and once it is settled. */
  readonly waiting: Waiting | null
  /** Bytes at S3 or on their way; all of them is not success. Without those of a request that S3 refused or that was lost. */
  readonly bytesSent: number
  readonly bytesPerSecond: number | null
  readonly secondsLeft: number | null
  /** Whether a pause keeps what was sent: true for parts, false for a form that is under way. */
  readonly resumable: boolean
  /** The object key, once the API named it. */
  readonly key: string | null
  /** ETag of the object; null before it is verified, as the following. */
  readonly etag: string | null
  /** Version of the object; null in a bucket without versions. */
  readonly versionId: string | null
  /** Base64 SHA-256 that S3 verified, as `CompletedUpload.sha256`. */
  readonly sha256: string | null
  /** SNS's id of the published event. */
  readonly messageId: string | null
  /** What the host's completion hook returned. */
  readonly data: Data | undefined
  /** Why it failed. What could not be made of a stored upload is in `processing`. */
  readonly error: UploadError | null
  /** `none`: not processed, or not yet announced. `pending`: announced, no result yet. */
  readonly processing:
    | { readonly state: 'none' | 'pending' | 'ready' }
    | { readonly state: 'failed'; readonly error: UploadError }
  /** What was made of it; empty until then. */
  readonly variants: readonly Variant[]
  readonly image: ImageInfo | null
  /** A local picture of the file, where the view made one; of a stored file the URL that the page gave. */
  readonly previewUrl: string | null
  /** Metadata of the file; once its variants are known also that of the batch. */
  readonly metadata: FileMetadata
  /** Attempts that failed in a row while an automatic retry is due or under way; otherwise 0. */
  readonly failures: number
}

/** What changes only when transformers are done. */
export type FixedFacts = Pick<
  UploadSnapshot,
  'id' | 'origin' | 'file' | 'name' | 'size' | 'type' | 'relativePath'
>

/** Reading these from the browser takes longer than the rest of a snapshot, so they are read once. */
export function fixedFacts(id: string, file: File, sent = file): FixedFacts {
  const { name, size, type } = sent
  const { webkitRelativePath: relativePath = '' } = file
  return { id, origin: 'upload', file, name, size, type, relativePath }
}

/** What an upload knows of itself. */
export interface UploadFacts
  extends Pick<UploadSnapshot, 'previewUrl' | 'metadata' | 'failures' | 'waiting'> {
  /** Whether the metadata was set after the completion, which carried other. */
  readonly isEdited: boolean
  readonly state: UploadState
  readonly isOnline: boolean
  /** Null before it is planned. */
  readonly session: UploadSession | null
  /** How its bytes left lately. */
  readonly samples: readonly RateSample[]
}

// Shared by all uploads that wait.
const NO_VARIANTS: readonly Variant[] = Object.freeze([])
const NOT_PROCESSED: UploadSnapshot['processing'] = Object.freeze({ state: 'none' })

export function takeSnapshot(fixed: FixedFacts, facts: UploadFacts): UploadSnapshot {
  const { state, session, samples, previewUrl, metadata, isEdited, failures } = facts
  if (state.status === 'stored')
    return storedSnapshot(fixed.id, isEdited ? { ...state.file, metadata } : state.file)
  const object: Partial<CompletedUpload> = 'object' in state ? state.object : {}
  const result = state.status === 'ready' && state.result.kind === 'ready' ? state.result.status : null
  const delivered = session === null ? 0 : bytesDelivered(session.delivery, fixed.size)
  const bytesSent = state.status === 'uploading' ? Math.max(state.bytesSent, delivered) : delivered
  const waiting = waitingOf(facts)
  const rate = state.status === 'uploading' && waiting === null ? bytesPerSecond(samples) : null
  const { id, origin, file, name, size, type, relativePath } = fixed
  // No spread: the engine then keeps the fields in the object itself, which saves memory in lists of 10,000 files.
  return Object.freeze({
    id,
    origin,
    file,
    name,
    size,
    type,
    relativePath,
    previewUrl,
    failures,
    status: statusOf(state),
    waiting,
    bytesSent,
    bytesPerSecond: rate,
    secondsLeft: secondsLeft(fixed.size - bytesSent, rate),
    resumable: state.status !== 'uploading' || session?.presigned.plan.kind === 'multipart',
    key: object.key ?? session?.presigned.key ?? null,
    etag: object.etag ?? null,
    versionId: object.versionId ?? null,
    sha256: object.sha256 ?? null,
    messageId: object.messageId ?? null,
    data: object.data,
    error: state.status === 'failed' ? state.error : null,
    processing: processingOf(state),
    variants: result?.variants ?? NO_VARIANTS,
    image: result?.image ?? null,
    metadata: result === null || isEdited ? metadata : { ...metadata, ...result.metadata },
  })
}

/** All of a stored file is done. */
function storedSnapshot(id: string, { thumbnailUrl, ...facts }: StoredFile): UploadSnapshot {
  const snapshot: UploadSnapshot = {
    ...facts,
    id,
    origin: 'stored',
    file: null,
    relativePath: '',
    status: 'ready',
    waiting: null,
    bytesSent: facts.size,
    bytesPerSecond: null,
    secondsLeft: null,
    resumable: true,
    etag: null,
    versionId: null,
    sha256: null,
    messageId: null,
    data: undefined,
    error: null,
    processing: { state: 'none' },
    variants: [],
    image: null,
    previewUrl: thumbnailUrl,
    failures: 0,
  }
  return Object.freeze(snapshot)
}

function waitingOf({ state, session, waiting, isOnline }: UploadFacts): Waiting | null {
  switch (state.status) {
    case 'queued':
      if (state.waitsFor === 'visitor') return FOR_VISITOR
      return isOnline ? FOR_SLOT : FOR_NETWORK
    case 'paused':
      return state.by === 'visitor' ? FOR_VISITOR : FOR_NETWORK
    case 'preparing':
      return waiting ?? (session === null ? null : FOR_SLOT)
    case 'uploading':
    case 'completing':
      return waiting
    default:
      return null
  }
}

function processingOf(state: UploadState): UploadSnapshot['processing'] {
  if (state.status === 'processing') return { state: 'pending' }
  if (state.status !== 'ready') return NOT_PROCESSED
  const { result } = state
  return result.kind === 'failed' ? { state: 'failed', error: result.error } : { state: result.kind }
}
