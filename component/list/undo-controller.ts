import { html, type LitElement, nothing, type ReactiveController } from 'lit'
import { displayName } from '../display-name.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Removal, Uploader } from '../engine/uploader.ts'
import type { Messages } from '../text/messages.ts'

/** Milliseconds during which a visitor can undo a removal: a screen reader says so only after up to ten seconds. */
const TIMEOUT_MS = 20_000
/** Milliseconds that Undo stays at least after the pointer or the focus has left it. */
const RECHECK_MS = 1_000

export interface UndoOptions {
  readonly uploader: Uploader
  /** Milliseconds during which a removal can be undone; 0 for removals that are final. Undefined is the default. */
  timeoutMs(): number | undefined
  /** The uploads are back, and the button has gone. */
  onReturned(uploads: readonly UploadSnapshot[]): void
}

export interface UndoContext {
  readonly messages: Messages
  readonly disabled: boolean
}

/**
 * Shows what was removed, with a button that brings it back.
 *
 * Owns: how long that is possible. Each removal starts the time anew, and it does not end under the pointer or the
 * focus. A page that is left ends it.
 */
export class UndoController implements ReactiveController {
  readonly #host: LitElement
  readonly #options: UndoOptions
  #shown: readonly UploadSnapshot[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: LitElement, options: UndoOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /** Of a removal by the visitor. */
  get removal(): Removal {
    return this.#timeoutMs > 0 ? 'undoable' : 'final'
  }

  hostUpdated(): void {
    const { removed } = this.#options.uploader
    if (removed === this.#shown) return
    this.#shown = removed
    clearTimeout(this.#timer)
    globalThis.removeEventListener('pagehide', this.#finish)
    if (removed.length === 0) return
    this.#endAfter(this.#timeoutMs)
    globalThis.addEventListener('pagehide', this.#finish)
  }

  render({ messages, disabled }: UndoContext) {
    const { removed } = this.#options.uploader
    const [first] = removed
    if (first === undefined) return nothing
    const { spoken, undo } = messages
    return html`<div part="undo" class="undo">
      <span id="removed">${
        removed.length === 1 ? spoken.removed(displayName(first.name)) : spoken.filesRemoved(removed.length)
      }</span>
      <button type="button" part="undo-button" class="quiet" aria-describedby="removed" ?disabled=${disabled}
        @click=${this.#undo}>${undo}</button>
    </div>`
  }

  get #timeoutMs(): number {
    return this.#options.timeoutMs() ?? TIMEOUT_MS
  }

  readonly #undo = (): void => {
    const { uploader, onReturned } = this.#options
    onReturned(uploader.undoRemove())
  }

  readonly #finish = (): void => this.#options.uploader.finishRemove()

  #endAfter(ms: number): void {
    this.#timer = setTimeout(() => {
      const bar = this.#host.renderRoot.querySelector('.undo')
      if (bar?.matches(':is(:hover, :focus-within)')) this.#endAfter(RECHECK_MS)
      else this.#finish()
    }, ms)
  }
}
