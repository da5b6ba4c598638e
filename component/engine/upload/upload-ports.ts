/** What an upload needs to know of the world around it, and what is known of one on its way. */
import type { CompletedUpload, PresignedUpload, ReadyStatus } from '../../protocol.ts'
import type { FileMetadata } from './file-metadata.ts'
import type { Upload } from './upload.ts'
import type { UploadError } from './upload-error.ts'
import type { UploadEvent, UploadState } from './upload-state.ts'

/** The way to the backend and to S3; everything rejects with an UploadError or the signal's reason. */
export interface Carrier {
  presign(file: File, signal: AbortSignal): Promise<PresignedUpload>
  /** What a former visit left of this file, or null. */
  restore(file: File, owner: object): Promise<FormerSession | null>
  /** Writes down how far it is, for a later visit. */
  remember(file: File, session: Session, metadata: FileMetadata): void
  /** It is completed or given up. */
  forget(presigned: PresignedUpload): void
  /** Gives up what a former visit left of this file: canceled before anybody asked for it. */
  renounce(file: File, owner: object): void
  send(sending: Sending): Promise<void>
  complete(session: PresignedUpload, metadata: FileMetadata, signal: AbortSignal): Promise<CompletedUpload>
  /** What S3 has of a multipart upload: sizes in bytes by part number. */
  storedParts(session: PresignedUpload): Promise<Map<number, number>>
  /** Null where nobody waits for variants. */
  awaitVariants(session: PresignedUpload, signal: AbortSignal): Promise<ReadyStatus | null>
  /** Best effort, after the upload was canceled: S3 keeps and bills parts until somebody aborts them. */
  abort(session: PresignedUpload): void
}

/** What an upload asks of the world. */
export interface UploadPorts {
  readonly carrier: Carrier
  /** Last word of the page before anything is asked or sent. */
  mayStart(upload: Upload): Promise<boolean>
  moved(upload: Upload, event: UploadEvent, before: UploadState): void
  /** The other side was silent for too long: one attempt is over. */
  stalled(upload: Upload): void
  retrying(upload: Upload, failures: number, delayMs: number, error: UploadError): void
  retries(): number
  /** Resolves when there is network. */
  whenOnline(signal: AbortSignal): Promise<void>
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Uniform in [0, 1). */
  random(): number
}

/** One run's way to S3, as whoever carries the bytes sees it. */
export interface Sending {
  readonly file: File
  readonly session: Session
  readonly signal: AbortSignal
  /** Tries again what is worth it. */
  persistently<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T>
  /** Puts a new plan into the session, or takes it to be stored: the signature of the old plan is over. */
  renew(): Promise<void>
  /** A connection is free and the first byte is about to leave. */
  onStart(): void
  /** Bytes of the file at S3 or on their way. */
  onProgress(bytesSent: number): void
  onPartStored(partNumber: number, size: number): void
}

/** What survives a pause, a failure, a retry and, written down, the page. */
export interface Session {
  /** Another one after its signature was over. */
  presigned: PresignedUpload
  /** Sizes of the parts that S3 has, by number. */
  readonly storedParts: Map<number, number>
  /** S3 answered that it holds all bytes, or is taken to: completing proves either. */
  stored: boolean
  /** A form left, and nobody heard what became of it: S3 may have all of it. */
  unanswered: boolean
}

/** Left by a former visit. */
export interface FormerSession extends Session {
  /** What the page had said about the file. */
  readonly metadata: FileMetadata
  /** The page offered to go on with it; the visitor did not choose the file in this visit. */
  readonly offered: boolean
}
