import type { PreparedFile } from './prepared-file.ts'
import type { UploadEnvironment } from './upload-environment.ts'
import { type FixedFacts, fixedFacts, type UploadSnapshot } from './upload-snapshot.ts'

/** What is sent of a chosen file: the file itself, or what transformers make of it when its upload starts. */
export class SentFile {
  readonly chosen: File
  readonly #uploadId: string
  readonly #environment: UploadEnvironment
  #prepared: File | null = null
  #facts: FixedFacts | null = null
  #status: 'chosen' | 'prepared' = 'chosen'

  constructor(uploadId: string, chosen: File, environment: UploadEnvironment) {
    this.chosen = chosen
    this.#uploadId = uploadId
    this.#environment = environment
  }

  get current(): File {
    return this.#prepared ?? this.chosen
  }

  /** Of what is sent; they stay known when the result is dropped. */
  get facts(): FixedFacts {
    this.#facts ??= fixedFacts(this.#uploadId, this.chosen)
    return this.#facts
  }

  /** Bytes that count for `maxTotalSize`: none before it is transformed. */
  get countedSize(): number {
    const isPending = this.#status === 'chosen' && this.#environment.isTransformed(this.chosen)
    return isPending ? 0 : this.facts.size
  }

  /**
   * Once, however often the upload is paused and resumed.
   *
   * @param onChange name, size or type are others
   * @throws UploadError where it cannot be sent; the signal's reason when aborted
   */
  async prepare(upload: UploadSnapshot, signal: AbortSignal, onChange: () => void): Promise<PreparedFile> {
    const { chosen } = this
    if (this.#prepared !== null) return { file: this.#prepared, release: () => {} }
    const prepared = await this.#environment.prepare(chosen, upload, signal)
    const { file } = prepared
    this.#status = 'prepared'
    if (file === chosen) return prepared
    this.#prepared = file
    this.#facts = fixedFacts(this.#uploadId, chosen, file)
    onChange()
    return prepared
  }

  /** Frees the result: the upload is completed or given up. */
  forget(): void {
    this.#prepared = null
  }
}
