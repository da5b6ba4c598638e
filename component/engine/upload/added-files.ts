import type { Rejection } from './rejection.ts'
import type { UploadSnapshot } from './upload-snapshot.ts'

/** What became of files that were offered to the uploader. */
export interface AddedFiles {
  readonly accepted: readonly UploadSnapshot[]
  readonly rejected: readonly Rejection[]
  /** Files that the operating system keeps in folders (`.DS_Store`): left out without a rejection. */
  readonly leftOut: number
}
