import type { CompletedUpload } from '../../protocol.ts'
import type { DeliveryEvent } from './delivery-state.ts'
import type { FileMetadata } from './file-metadata.ts'
import type { HostConnection } from './host-connection.ts'
import type { FileToSend } from './prepared-file.ts'
import type { ProcessingResult } from './processing-result.ts'
import type { RestoredSession, UploadSession } from './upload-session.ts'

/** The hosts that uploads of one endpoint ask. */
export interface HostConnections {
  readonly api: HostConnection
  readonly storage: HostConnection
}

/** Port to the API, to S3 and to saved sessions. Promises reject with an UploadError or with the signal's reason. */
export interface UploadClient {
  /** Those of a session, or of the current endpoint. */
  connections(session: UploadSession | null): HostConnections
  presign(sent: File, signal: AbortSignal): Promise<UploadSession>
  /** The session of an earlier visit that holds this file, or null. */
  restore(file: FileToSend, uploadId: string): Promise<RestoredSession | null>
  saveSession(file: FileToSend, session: UploadSession, metadata: FileMetadata): void
  /** The upload is completed or given up. */
  deleteSession(session: UploadSession): void
  /** Gives up the session of an earlier visit that was found for this upload and never continued. */
  discardSession(chosen: File, uploadId: string): void
  /** Sends what S3 does not have. Resolves when S3 has all of it, or when a form must not be sent again. */
  send(transfer: Transfer): Promise<void>
  complete(session: UploadSession, metadata: FileMetadata, signal: AbortSignal): Promise<CompletedUpload>
  /** Whether a completed object has the content of the file. */
  isSameObject(
    file: File,
    session: UploadSession,
    object: CompletedUpload,
    signal: AbortSignal,
  ): Promise<boolean>
  /** Parts that S3 has: sizes in bytes by part number. */
  listParts(session: UploadSession): Promise<ReadonlyMap<number, number>>
  /** Resolves with `none` where the object is not processed, or its result is not waited for. */
  awaitResult(session: UploadSession, object: CompletedUpload, signal: AbortSignal): Promise<ProcessingResult>
  /** Best effort: S3 keeps and bills parts until they are aborted. */
  abort(session: UploadSession): void
}

/** One run of sending a file. */
export interface Transfer {
  readonly file: File
  readonly signal: AbortSignal
  /** As it is now. */
  session(): UploadSession
  /** Repeats an attempt as the retry policy says. */
  retry<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T>
  /**
   * The signature has expired. Asked while the request holds its slot, so that the new plan does not wait and expire as
   * well.
   *
   * @returns the session to continue with: newly planned, or assumed to be stored
   */
  replan(): Promise<UploadSession>
  /** A connection is free and the first byte is about to leave. */
  onStart(): void
  /** Bytes of the file at S3 or on their way: fewer than before where a request was refused or lost. */
  onProgress(bytesSent: number): void
  onDelivery(event: DeliveryEvent): void
}
