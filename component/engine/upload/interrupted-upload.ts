/**
 * Whether the file can be read again: `granted` at once; `prompt` once the visitor allows it, which takes a user gesture;
 * not where that was `denied`, where the file is `missing`, or where the browser gave no handle (`none`). The last three
 * continue when the same file is chosen again.
 */
export type FileAccess = 'granted' | 'prompt' | 'denied' | 'missing' | 'none'

/** An upload of an earlier visit that can continue. */
export interface InterruptedUpload {
  /** The server's id of the upload. */
  readonly id: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Media type; `''` where the browser knew none. */
  readonly type: string
  /** Path inside a dropped or chosen folder; `''` for a single file. */
  readonly relativePath: string
  /** Bytes that S3 has; null where it could not be asked. */
  readonly bytesStored: number | null
  readonly savedAt: Date
  readonly access: FileAccess
}
