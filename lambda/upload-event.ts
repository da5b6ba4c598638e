/**
 * The event: the JSON that the completion endpoint publishes to SNS and that every consumer receives.
 *
 * Types only. `bucket` and `key` stay at the top level, so a consumer that reads only `{bucket, key}` works.
 */
export interface UploadEvent {
  type: 'upload.completed'
  version: 1
  /** The same for every delivery of the same upload: consumers are idempotent on it. */
  id: string
  bucket: string
  key: string
  versionId: string | null
  etag: string
  /** Bytes. */
  size: number
  contentType: string
  /** Base64, where the upload was bound to a checksum; for one in parts that of their checksums, with `-<count>`. */
  sha256: string | null
  route: string
  /** Who uploaded, as the host's `authorize` said. */
  subject: string
  /** Display name from the client; never trust it as a path. */
  fileName: string
  metadata: Record<string, string>
  /** ISO 8601: when S3 stored it. */
  uploadedAt: string
  /** ISO 8601: when it was verified and announced. */
  completedAt: string
  /** Id of the API request that completed it, to follow an upload through the logs. */
  requestId?: string
}
