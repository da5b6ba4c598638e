import type { ValueFormat } from './form-entries.ts'

export interface FormValueHost extends HTMLElement {
  readonly name: string | null
  readonly valueFormat: ValueFormat
}

export interface FormContent {
  readonly keys: readonly string[]
  /** The one entry of `value-format="json"`; undefined for an entry of each key. */
  readonly json: string | undefined
  /** What the browser gives back with `formStateRestoreCallback`; `''` where the page's own value is right. */
  readonly state: string
}

/** Keeps the form's entries in step with the uploads. */
export class FormValue {
  readonly #host: FormValueHost
  readonly #internals: ElementInternals
  #content: FormContent = { keys: [], json: undefined, state: '' }
  #name: string | null = null
  #entries = new FormData()

  constructor(host: FormValueHost, internals: ElementInternals) {
    this.#host = host
    this.#internals = internals
  }

  /** Those of the last update. */
  get keys(): readonly string[] {
    return this.#content.keys
  }

  /** Whether the form gets another value than that of the last update; its first JSON is none. */
  isNews({ keys, json }: Pick<FormContent, 'keys' | 'json'>): boolean {
    const before = this.#content.json
    const isEdited = json !== before && json !== undefined && before !== undefined
    return isEdited || keys.length !== this.keys.length || !this.#startsLike(keys)
  }

  update(content: FormContent): void {
    const { name } = this.#host
    const { keys, json, state } = content
    const before = this.#content
    const isSameForm = name === this.#name && json === before.json
    if (isSameForm && state === before.state && !this.isNews(content)) return
    if (name !== null && json === undefined) {
      this.#fill(name, keys, isSameForm && this.#startsLike(keys) ? before.keys.length : 0)
    } else if (name !== null && json !== undefined) {
      this.#entries = new FormData()
      this.#entries.append(name, json)
    }
    this.#content = content
    this.#name = name
    const isNothing = name === null || (json === undefined && keys.length === 0)
    this.#internals.setFormValue(isNothing ? null : this.#entries, state)
  }

  /** `input` and `change`, as of a form control that the visitor changed. */
  tell(): void {
    this.#host.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    this.#host.dispatchEvent(new Event('change', { bubbles: true }))
  }

  #startsLike(keys: readonly string[]): boolean {
    return this.keys.every((key, index) => key === keys[index])
  }

  /** Adds the keys from an index on: of 10,000 files only those that are new. */
  #fill(name: string, keys: readonly string[], from: number): void {
    if (from === 0) this.#entries = new FormData()
    for (const key of keys.slice(from)) this.#entries.append(name, key)
  }
}
