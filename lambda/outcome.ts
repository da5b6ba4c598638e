import type { ImageError } from './image-error.ts'
import type { ReadyManifest } from './manifest.ts'

export type Outcome =
  /** `sourceBytes` is `null` after a recovered crash. */
  | { kind: 'ready'; manifest: ReadyManifest; sourceBytes: number | null }
  | { kind: 'failed'; error: ImageError }
  | { kind: 'skipped'; reason: SkipReason }

export type SkipReason =
  | 'already-done'
  | 'own-output'
  | 'newer-upload'
  | 'taken-over'
  /** The original of a good result was deleted. */
  | 'source-missing'
  /** Processing again failed; the former result is kept. */
  | 'former-result-kept'
