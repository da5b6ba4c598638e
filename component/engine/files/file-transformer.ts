/** The page's own changes of a file before it is sent. */
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'

export interface TransformContext {
  /** Aborted when the upload is paused, canceled or removed, and after the timeout of 5 minutes. */
  readonly signal: AbortSignal
  /** The upload, in status `preparing`. */
  readonly upload: UploadSnapshot
}

type Transformed = Blob | null | undefined

/**
 * Returns what is sent in place of the file; nothing leaves it as it is. A blob that is no `File` gets the file's name,
 * with the extension of its type. A throw fails the upload (`transform-failed`): the original is not sent.
 */
export interface FileTransformer {
  (file: File, context: TransformContext): Transformed | Promise<Transformed>
  /**
   * Whether the file may be changed, by name, type and size: all rules apply to other files before they are listed.
   * Default: every file may be.
   */
  appliesTo?(file: File): boolean
}

/** Timeout of one transformer for one file, in milliseconds. */
export const TRANSFORM_TIMEOUT_MS = 300_000

/** Whether the transformer may change the file; one that cannot tell may. */
export function appliesTo(transformer: FileTransformer, file: File): boolean {
  try {
    return transformer.appliesTo?.(file) ?? true
  } catch {
    return true
  }
}
