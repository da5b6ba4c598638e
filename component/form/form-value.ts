/** Keeps the form's entries in step with the uploads: one for each stored object, under the element's name. */
export class FormValue {
  readonly #host: HTMLElement & { readonly name: string | null }
  readonly #internals: ElementInternals
  #keys: readonly string[] = []
  #name: string | null = null

  constructor(host: HTMLElement & { readonly name: string | null }, internals: ElementInternals) {
    this.#host = host
    this.#internals = internals
  }

  /** Dispatches `input` and `change` where the keys are others than before. */
  update(keys: readonly string[]): void {
    const { name } = this.#host
    const before = this.#keys
    const changed = keys.length !== before.length || keys.some((key, index) => key !== before[index])
    if (!changed && name === this.#name) return
    this.#keys = keys
    this.#name = name
    this.#internals.setFormValue(entries(name, keys))
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
