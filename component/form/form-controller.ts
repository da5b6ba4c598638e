import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { type FormNeeds, formState, objectKeys } from './form-state.ts'

type Host = ReactiveControllerHost & HTMLElement & { readonly name: string | null }

export interface FormControllerOptions {
  uploads(): readonly UploadSnapshot[]
  /** None before the first file. */
  counts(): Partial<UploadTotals['counts']>
  needs(): FormNeeds
  /** Where the browser points its message. */
  anchor(): HTMLElement | undefined
}

/** Keeps the form in step with the uploads: one entry per stored object under the element's name, and validity. */
export class FormController implements ReactiveController {
  readonly internals: ElementInternals
  readonly #host: Host
  readonly #options: FormControllerOptions
  #value: readonly string[] = []
  #name: string | null = null

  constructor(host: Host, options: FormControllerOptions) {
    this.#host = host
    this.#options = options
    this.internals = host.attachInternals()
    // So that the page's label names it: what is inside has names of its own.
    this.internals.role = 'group'
    host.addController(this)
  }

  hostUpdated(): void {
    const { uploads, counts, needs, anchor } = this.#options
    const { flags, message } = formState(counts(), needs())
    this.internals.setValidity(flags, message, anchor())
    const keys = objectKeys(uploads())
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
