import type { RouteLimits } from '../../protocol.ts'
import { LazyModule } from '../upload/lazy-module.ts'
import type { PreparedFile } from '../upload/prepared-file.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import { type FileRules, rulesBeforeTransform } from './file-rules.ts'
import { appliesTo, type FileTransformer } from './file-transformer.ts'
import type { ListedFile } from './listed-files.ts'
import type { TransformQueue } from './transform-queue.ts'

export const transformsModule = new LazyModule(() => import('./transform-queue.ts'))

export interface FileTransformsOptions {
  /** Read before every use, as the rules. */
  transformers(): readonly FileTransformer[]
  pageRules(): FileRules
  limits(): RouteLimits | undefined
  /** The list. */
  uploads(): Iterable<Omit<ListedFile, 'file'> & { readonly id: string }>
}

/** Makes of chosen files what is sent, and checks that. */
export class FileTransforms {
  readonly #options: FileTransformsOptions
  #queue: TransformQueue | undefined

  constructor(options: FileTransformsOptions) {
    this.#options = options
  }

  /** Whether any transformer may change the file. */
  isTransformed(file: File): boolean {
    return this.#options.transformers().some((transformer) => appliesTo(transformer, file))
  }

  /** Rules for the chosen file, where it is transformed. */
  get rulesBefore(): FileRules {
    return rulesBeforeTransform(this.#options.pageRules(), this.#options.limits())
  }

  /**
   * The file as it is sent. Waits until only few others are transformed and not yet on their way.
   *
   * @throws UploadError where a transformer fails, or where its result breaks a rule
   * @throws the signal's reason when aborted
   */
  async prepare(file: File, upload: UploadSnapshot, signal: AbortSignal): Promise<PreparedFile> {
    if (!this.isTransformed(file)) return { file, release: () => {} }
    const { transformers, pageRules, limits, uploads } = this.#options
    const { TransformQueue, resultError } = await transformsModule.load()
    signal.throwIfAborted()
    this.#queue ??= new TransformQueue()
    const prepared = await this.#queue.run(file, transformers(), { signal, upload })
    const rules = { page: pageRules(), limits: limits() }
    const others = [...uploads()].filter(({ id }) => id !== upload.id)
    const error = resultError(prepared.file, rules, others)
    if (error === undefined) return prepared
    prepared.release()
    throw error
  }
}
