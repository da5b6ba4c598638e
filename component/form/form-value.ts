/** Keeps the form's entries in step with the uploads: one for each stored object, under the element's name. */
export class FormValue {
  readonly #host: HTMLElement & { readonly name: string | null }
  readonly #internals: ElementInternals
  #keys: readonly string[] = []
  #name: string | null = null
  #entries = new FormData()

  constructor(host: HTMLElement & { readonly name: string | null }, internals: ElementInternals) {
    this.#host = host
    this.#internals = internals
  }

  /** Dispatches `input` and `change` where the keys are others than before. */
  update(keys: readonly string[]): void {
    const { name } = this.#host
    const before = this.#keys
    const isLonger = before.every((key, index) => key === keys[index])
    const changed = !isLonger || keys.length !== before.length
    if (!changed && name === this.#name) return
    if (name !== null) this.#fill(name, keys, isLonger && name === this.#name ? before.length : 0)
    this.#keys = keys
    this.#name = name
    // No state to restore after a reload: the browser would copy all keys into its session history with each change.
    this.#internals.setFormValue(name === null || keys.length === 0 ? null : this.#entries, '')
    if (!changed) return
    this.#host.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    this.#host.dispatchEvent(new Event('change', { bubbles: true }))
  }

  /** Adds the keys from an index on: of 10,000 files only those that are new. */
  #fill(name: string, keys: readonly string[], from: number): void {
    if (from === 0) this.#entries = new FormData()
    for (const key of keys.slice(from)) this.#entries.append(name, key)
  }
}
