import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { type FormState, formState } from './form-state.ts'

type Host = ReactiveControllerHost & HTMLElement & { readonly name: string | null }

/** Keeps the form in step with the uploads: one entry per stored object under the element's name, and validity. */
export class FormController implements ReactiveController {
  readonly internals: ElementInternals
  readonly #host: Host
  readonly #read: () => Parameters<typeof formState>
  readonly #anchor: () => HTMLElement | undefined
  #value: FormState['keys'] = []
  #name: string | null = null

  /**
   * @param read what the form state follows from, asked after every update
   * @param anchor where the browser points its message
   */
  constructor(host: Host, read: () => Parameters<typeof formState>, anchor: () => HTMLElement | undefined) {
    this.#host = host
    this.internals = host.attachInternals()
    this.#read = read
    this.#anchor = anchor
    host.addController(this)
  }

  /** Object keys that the API confirmed, in list order. */
  get value(): readonly string[] {
    return formState(...this.#read()).keys
  }

  hostUpdated(): void {
    const { keys, flags, message } = formState(...this.#read())
    this.internals.setValidity(flags, message, this.#anchor())
    const before = this.#value
    const changed = keys.length !== before.length || keys.some((key, index) => key !== before[index])
    if (!changed && this.#host.name === this.#name) return
    this.#value = keys
    this.#name = this.#host.name
    this.internals.setFormValue(entries(this.#name, keys))
    if (!changed) return
    this.#host.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    this.#host.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

function entries(name: string | null, keys: readonly string[]): FormData | null {
  if (name === null || keys.length === 0) return null
  const data = new FormData()
  for (const key of keys) data.append(name, key)
  return data
}
