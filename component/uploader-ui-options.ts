import type { CSSResult } from 'lit'
import type { Language } from './text/language.ts'

/** What the list needs of its element. */
export interface UploaderUiOptions {
  readonly internals: ElementInternals
  /** The present backend's answer to `GET /config`: another promise when it may be another. Undefined without one. */
  config(): Promise<unknown>
  /** Whether the visitor may change anything. */
  enabled(): boolean
  /** Which language the words are in. */
  language(): Language
  /** Focuses the button that chooses files. */
  focusChoose(): void
  /** The element's own, for another document. */
  readonly styles: CSSResult
  /** Reads `formState` anew. */
  validate(): void
}
