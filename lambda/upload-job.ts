/** One object to process, independent of the kind of message. */
export interface UploadJob {
  /** The upload's id; without one, the object key names the job. */
  id: string
  bucket: string
  key: string
  versionId: string | null
  /** Without quotes. `null`: the message names no exact bytes. */
  etag: string | null
  contentType: string | null
  metadata: Record<string, string>
  /** Id of the API request that completed the upload, for the log. */
  apiRequestId?: string
  /** Process it even if the same settings have already produced a result. */
  force?: boolean
}
