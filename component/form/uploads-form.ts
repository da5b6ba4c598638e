import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Messages } from '../text/messages.ts'
import type { FormNeeds, FormState } from './empty-form.ts'
import { formState } from './form-state.ts'
import { FormValue } from './form-value.ts'
import { type UploadTally, uploadTally } from './upload-tally.ts'

export interface UploadsFormOptions {
  readonly host: HTMLElement & { readonly name: string | null }
  readonly internals: ElementInternals
  /** The same array as long as nothing changed. */
  uploads(): readonly UploadSnapshot[]
  /** Number of uploads in the list. */
  count(): number
  /** Files that are neither in the list nor refused yet. */
  checking(): number
  messages(): Messages
  /** Reads `state` anew. */
  validate(): void
}

/** The uploads as their form sees them: its entries, and what makes it invalid. */
export class UploadsForm {
  readonly #options: UploadsFormOptions
  readonly #value: FormValue
  #counted: { readonly uploads: readonly UploadSnapshot[]; readonly tally: UploadTally } | undefined

  constructor(options: UploadsFormOptions) {
    this.#options = options
    this.#value = new FormValue(options.host, options.internals)
  }

  /** Files in the list; asked for every event, so without a look at each of them. */
  get count(): number {
    return this.#options.count()
  }

  get tally(): UploadTally {
    const uploads = this.#options.uploads()
    if (this.#counted?.uploads !== uploads) this.#counted = { uploads, tally: uploadTally(uploads) }
    return this.#counted.tally
  }

  /** @param needs of the element before its uploads */
  state(needs: FormNeeds): FormState {
    const { checking, messages } = this.#options
    return formState(this.tally, { ...needs, checking: needs.checking + checking(), messages: messages() })
  }

  /** Brings the entries up to date, but not the validity. */
  updateValue(): void {
    this.#value.update(this.tally.keys)
  }

  sync(): void {
    this.updateValue()
    this.#options.validate()
  }
}
