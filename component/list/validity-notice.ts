import { html, type LitElement, nothing, type ReactiveController } from 'lit'
import { addStyles } from '../page/add-styles.ts'
import { validityNoticeStyles } from './validity-notice.styles.ts'

/** What the visitor did with the control: `submitted` lets it tell what hinders its form, `left` what the visitor has to add. */
type Attempt = 'none' | 'left' | 'submitted'

export interface ValidityNoticeOptions {
  readonly internals: ElementInternals
  /** Whether the visitor may change anything. */
  enabled(): boolean
  speak(sentence: string): void
}

const icon = html`<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2"
  stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.5v.01"/></svg>`

/**
 * Shows why the control is invalid, once the visitor left it or tried to submit its form, until it is valid.
 * A visitor who only leaves it is not told to wait for uploads under way, nor of failures that the rows show.
 */
export class ValidityNotice implements ReactiveController {
  readonly #host: LitElement
  readonly #options: ValidityNoticeOptions
  #attempt: Attempt = 'none'
  #shown = ''

  constructor(host: LitElement, options: ValidityNoticeOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /**
   * `invalid`, `focusout`, or `submit` of a form without validation, each in a later microtask: a control that is disabled
   * loses the focus within its own update, which takes no other. Other events mean nothing here.
   */
  handle(event: Event | undefined): void {
    if (!event || !isAttempt(this.#host, this.#options.internals, event)) return
    const { type } = event
    if (type !== 'focusout') this.#attempt = 'submitted'
    else if (this.#attempt === 'none') this.#attempt = 'left'
    this.refresh()
    // After `invalid` the browser moves the focus here or shows its own message; a form without validation does neither.
    if (type === 'submit' && this.#shown) this.#options.speak(this.#shown)
  }

  readonly #update = (): void => this.#host.requestUpdate()

  /** The form was reset. */
  clear(): void {
    this.#attempt = 'none'
    this.refresh()
  }

  /** The validity may be another one. */
  refresh(): void {
    const { internals, enabled } = this.#options
    const { customError } = internals.validity
    if (!customError && this.#attempt === 'submitted') this.#attempt = 'left'
    const isTold = this.#attempt === 'submitted' || (this.#attempt === 'left' && !customError)
    const shown = isTold && enabled() ? internals.validationMessage : ''
    if (shown === this.#shown) return
    this.#shown = shown
    internals.states[shown ? 'add' : 'delete']('user-invalid')
    this.#host.requestUpdate()
  }

  hostConnected(): void {
    addStyles(this.#host, validityNoticeStyles)
    // Its name is that of `slot="label"`.
    this.#host.shadowRoot?.addEventListener('slotchange', this.#update)
  }

  hostUpdated(): void {
    const described = this.#shown ? 'validity hint' : 'hint'
    this.#host.renderRoot.querySelector('.choose')?.setAttribute('aria-describedby', described)
  }

  render() {
    if (!this.#shown) return nothing
    return html`<p part="validation-message" class="validity" id="validity">${icon}${this.#shown}</p>`
  }
}

function isAttempt(host: LitElement, { form }: ElementInternals, event: Event): boolean {
  if (event instanceof SubmitEvent) {
    // Such a button saves a draft.
    return event.target === form && !event.submitter?.hasAttribute('formnovalidate')
  }
  if (event.type !== 'focusout' && event.type !== 'invalid') return false
  // A page may call `checkValidity()` before the visitor did anything.
  if (event.type === 'invalid') return navigator.userActivation?.hasBeenActive !== false
  // A file picker or another window takes the focus only for a time.
  const root = host.getRootNode()
  return !(root instanceof Document || root instanceof ShadowRoot) || root.activeElement !== host
}
