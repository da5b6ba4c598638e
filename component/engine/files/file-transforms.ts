import type { PreparedFile } from '../upload/prepared-file.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import { brokenRule, type FileRules, type Occupancy } from './file-rules.ts'
import { appliesTo, type FileTransformer } from './file-transformer.ts'
import { TransformQueue } from './transform-queue.ts'

export interface FileTransformsOptions {
  /** Read before every use, as the rules. */
  transformers(): readonly FileTransformer[]
  /** For what is sent. */
  rules(): FileRules
  /** What the list holds besides the upload of this id. */
  occupiedBeside(id: string): Occupancy
}

/** Makes of chosen files what is sent, and checks that. */
export class FileTransforms {
  readonly #options: FileTransformsOptions
  readonly #queue = new TransformQueue()

  constructor(options: FileTransformsOptions) {
    this.#options = options
  }

  /** Whether any transformer may change the file. */
  appliesTo(file: File): boolean {
    return this.#options.transformers().some((transformer) => appliesTo(transformer, file))
  }

  /**
   * The file as it is sent. Waits until only few others are transformed and not yet on their way.
   *
   * @throws UploadError where a transformer fails, or where its result breaks a rule
   * @throws the signal's reason when aborted
   */
  async prepare(file: File, upload: UploadSnapshot, signal: AbortSignal): Promise<PreparedFile> {
    if (!this.appliesTo(file)) return { file, release: () => {} }
    const prepared = await this.#queue.run(file, this.#options.transformers(), { signal, upload })
    const broken = brokenRule(prepared.file, this.#options.rules(), this.#options.occupiedBeside(upload.id))
    if (broken === undefined) return prepared
    prepared.release()
    const { code, limit } = broken
    throw new UploadError(code, 'What a transformer made of the file breaks a rule', {
      ...(limit !== undefined && { limit }),
    })
  }
}
