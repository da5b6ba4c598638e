import type { UploadEvent } from '../../lambda/upload-event.ts'
import type { StoredObject } from './object-storage.ts'
import type { TicketClaims } from './ticket.ts'

export interface CompletedUploadFacts {
  bucket: string
  claims: TicketClaims
  object: StoredObject
  /** Metadata of this file; the batch's wins where both have a name. */
  metadata: Readonly<Record<string, string>>
  completedAt: Date
  requestId?: string | undefined
}

/** The event for one verified upload. A repeated completion makes the same event except for `completedAt`. */
export function uploadEvent({
  bucket,
  claims,
  object,
  metadata,
  completedAt,
  requestId,
}: CompletedUploadFacts): UploadEvent {
  return {
    type: 'upload.completed',
    version: 1,
    id: claims.id,
    bucket,
    key: claims.key,
    versionId: object.versionId,
    etag: object.etag,
    size: object.size,
    contentType: object.contentType,
    sha256: object.sha256,
    route: claims.route,
    subject: claims.subject,
    fileName: claims.fileName,
    metadata: { ...metadata, ...claims.metadata },
    uploadedAt: object.lastModified.toISOString(),
    completedAt: completedAt.toISOString(),
    ...(requestId !== undefined && { requestId }),
  }
}
