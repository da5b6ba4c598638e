import type { PreparedFile } from './prepared-file.ts'
import type { UploadEnvironment } from './upload-environment.ts'
import { type FixedFacts, fixedFacts, type UploadSnapshot } from './upload-snapshot.ts'

export interface SentFileOptions {
  readonly uploadId: string
  readonly chosen: File
  readonly environment: UploadEnvironment
  /** Name, size or type are others. */
  onChange(): void
}

/** What is sent of a chosen file: the file itself, or what transformers make of it when its upload starts. */
export class SentFile {
  readonly #options: SentFileOptions
  #prepared: File | null = null
  #facts: FixedFacts | null = null
  #status: 'chosen' | 'prepared' = 'chosen'

  constructor(options: SentFileOptions) {
    this.#options = options
  }

  get chosen(): File {
    return this.#options.chosen
  }

  get current(): File {
    return this.#prepared ?? this.chosen
  }

  /** Of what is sent; they stay known when the result is dropped. */
  get facts(): FixedFacts {
    const { uploadId, chosen } = this.#options
    this.#facts ??= fixedFacts(uploadId, chosen)
    return this.#facts
  }

  /** Bytes that count for `maxTotalSize`: none before it is transformed. */
  get countedSize(): number {
    const { chosen, environment } = this.#options
    return this.#status === 'chosen' && environment.isTransformed(chosen) ? 0 : this.facts.size
  }

  /**
   * Once, however often the upload is paused and resumed.
   *
   * @throws UploadError where it cannot be sent; the signal's reason when aborted
   */
  async prepare(upload: UploadSnapshot, signal: AbortSignal): Promise<PreparedFile> {
    const { uploadId, chosen, environment, onChange } = this.#options
    if (this.#prepared !== null) return { file: this.#prepared, release: () => {} }
    const prepared = await environment.prepare(chosen, upload, signal)
    const { file } = prepared
    this.#status = 'prepared'
    if (file === chosen) return prepared
    this.#prepared = file
    this.#facts = fixedFacts(uploadId, chosen, file)
    onChange()
    return prepared
  }

  /** Frees the result: the upload is completed or given up. */
  forget(): void {
    this.#prepared = null
  }
}
