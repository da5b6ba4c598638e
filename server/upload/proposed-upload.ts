/** A file that passed the limits and has no signature yet. */
export interface ProposedUpload {
  id: string
  route: string
  subject: string
  contentType: string
  /** Of the content type, without the dot. */
  extension: string
  /** Bytes. */
  size: number
  sha256: string | null
  /** Display text from the client; never a path. */
  fileName: string
  metadata: Readonly<Record<string, string>>
}
