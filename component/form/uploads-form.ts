import { type StoredFile, storedFiles } from '../engine/upload/stored-file.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Removal } from '../engine/uploader.ts'
import type { Messages } from '../text/messages.ts'
import type { FormNeeds, FormState } from './empty-form.ts'
import { formState } from './form-state.ts'
import { FormValue, type FormValueHost } from './form-value.ts'
import { givenStored } from './given-stored.ts'
import { storedEntries, storedState } from './stored-entries.ts'
import { type UploadTally, uploadTally } from './upload-tally.ts'

export interface UploadsFormOptions {
  readonly host: FormValueHost & { readonly maxFiles: number | undefined }
  readonly internals: ElementInternals
  /** The same array as long as nothing changed. */
  uploads(): readonly UploadSnapshot[]
  /** Number of uploads in the list. */
  count(): number
  /** Files that are neither in the list nor refused yet. */
  checking(): number
  /** Whether anything is queued or under way. */
  busy(): boolean
  messages(): Messages
  /** Reads `state` anew. */
  validate(): void
  /** Makes these the stored files of the list. */
  setStored(files: readonly StoredFile[]): void
  /** Empties the list. */
  clear(removal: Removal | undefined): void
}

/** What is derived from the uploads, once for each list of snapshots. */
interface Derived {
  readonly uploads: readonly UploadSnapshot[]
  readonly tally: UploadTally
  json?: string
  state?: string
}

/** Lists up to this length are copied into the session history with each change, longer ones when they come to rest. */
const SMALL = 100

/** The uploads as their form sees them: its entries, what makes it invalid, and what the page put into the list. */
export class UploadsForm {
  readonly #options: UploadsFormOptions
  readonly #value: FormValue
  #derived: Derived | undefined
  /** Whose change is under way: the page is not told of its own. */
  #author: 'visitor' | 'page' = 'visitor'
  /** Keys that the page assigned last. */
  #assigned: string | undefined
  #default: { readonly given: unknown; readonly id: string } | undefined
  /** Whether the list is the page's default. */
  #isPristine = true

  constructor(options: UploadsFormOptions) {
    this.#options = options
    this.#value = new FormValue(options.host, options.internals)
  }

  /** Files in the list; asked for every event, so without a look at each of them. */
  get count(): number {
    return this.#options.count()
  }

  get tally(): UploadTally {
    return this.#current.tally
  }

  /** @param needs of the element before its uploads */
  state(needs: FormNeeds): FormState {
    const { checking, messages, host } = this.#options
    const { maxFiles } = host
    return formState(this.tally, {
      ...needs,
      maxFiles,
      checking: needs.checking + checking(),
      messages: messages(),
    })
  }

  /** Brings the entries up to date, but not the validity. */
  updateValue(): void {
    const value = { keys: this.tally.keys, json: this.#json }
    const isTold = this.#author === 'visitor' && this.#value.isNews(value)
    if (isTold) this.#isPristine = false
    this.#value.update({ ...value, state: this.#state })
    if (isTold) this.#value.tell()
  }

  sync(): void {
    this.updateValue()
    this.#options.validate()
  }

  /**
   * The page assigned `value` or `files`. Frameworks assign again with each rendering, maybe what was right a moment
   * ago: a list that is equal to the present one, to the one that `change` told of last, or to the one assigned last
   * changes nothing but the facts of files that are still listed.
   */
  assign(given: unknown): void {
    const files = read(given)
    const id = idOf(files.map(({ key }) => key))
    const known = [this.#assigned, idOf(this.tally.keys), idOf(this.#value.keys)]
    this.#assigned = id
    if (known.includes(id)) this.#describe(files)
    else this.#set(files, { isPristine: false })
  }

  /** The page's default: the list as long as neither visitor nor page changed it. */
  setDefault(given: unknown): void {
    if (this.#default?.given === given) return
    const files = read(given)
    const id = JSON.stringify(files)
    const isNews = id !== (this.#default?.id ?? '[]')
    this.#default = { given, id }
    if (isNews && this.#isPristine) this.#set(files, { isPristine: true })
  }

  /** Empties the list. */
  clear(removal?: Removal): void {
    this.#assigned = undefined
    this.#options.clear(removal)
  }

  /** Brings the page's default back. */
  reset(given: unknown): void {
    const { keys } = this.tally
    this.#author = 'page'
    this.clear()
    this.#set(read(given), { isPristine: true })
    if (idOf(keys) !== idOf(this.tally.keys)) this.#value.tell()
  }

  get #current(): Derived {
    const uploads = this.#options.uploads()
    if (this.#derived?.uploads !== uploads) this.#derived = { uploads, tally: uploadTally(uploads) }
    return this.#derived
  }

  get #json(): string | undefined {
    if (this.#options.host.valueFormat !== 'json') return undefined
    const current = this.#current
    current.json ??= JSON.stringify(storedEntries(current.uploads))
    return current.json
  }

  /** For the session history. */
  get #state(): string {
    const current = this.#current
    if (this.#isPristine || (current.tally.keys.length > SMALL && this.#options.busy())) return ''
    current.state ??= storedState(current.uploads)
    return current.state
  }

  /** Other facts of listed files, a new URL of a thumbnail for example. */
  #describe(files: readonly StoredFile[]): void {
    const byKey = new Map(files.map((file) => [file.key, file]))
    const { keys } = this.tally
    const listed = keys.flatMap((key) => byKey.get(key) ?? [])
    if (listed.length === keys.length) this.#set(listed, { isPristine: this.#isPristine })
  }

  #set(files: readonly StoredFile[], { isPristine }: { isPristine: boolean }): void {
    this.#author = 'page'
    this.#isPristine = isPristine
    this.#options.setStored(files)
    this.sync()
    this.#author = 'visitor'
  }
}

function read(given: unknown): StoredFile[] {
  const report = (fault: Error) => reportError(new TypeError(`<s3-uploader>: ${fault.message}`))
  if (typeof given === 'string' && given !== '' && givenStored(given).length === 0 && given.trim() !== '[]') {
    report(new TypeError(`The value is no JSON: ${given.slice(0, 100)}`))
  }
  return storedFiles(givenStored(given), report)
}

function idOf(keys: readonly string[]): string {
  return JSON.stringify(keys)
}
