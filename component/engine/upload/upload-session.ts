import type { PresignedUpload } from '../../protocol.ts'
import type { Delivery } from './delivery-state.ts'
import type { DualClock } from './dual-clock.ts'
import type { FileMetadata } from './file-metadata.ts'

/** What survives a pause, a failure, a retry and, once saved, the page. Immutable. */
export interface UploadSession {
  readonly presigned: PresignedUpload
  /** The endpoint and route that planned it: only they accept its ticket. */
  readonly bindingId: string
  /** When its plan was asked for; null for a plan of an earlier visit, whose signatures are not saved. */
  readonly signedAt: DualClock | null
  readonly delivery: Delivery
  /**
   * `new`: planned in this visit. `found`: the visitor chose the file of an earlier visit again. `offered`: the page
   * brought that file back by itself.
   */
  readonly origin: 'new' | 'found' | 'offered'
}

/** A session of an earlier visit. */
export interface RestoredSession {
  readonly session: UploadSession
  /** Metadata that was set for the file then. */
  readonly metadata: FileMetadata
}
