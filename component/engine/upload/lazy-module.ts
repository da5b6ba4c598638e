import { UploadError } from './upload-error.ts'

/** A module that few uploads need, loaded with the first of them. */
export class LazyModule<Module> {
  readonly #import: () => Promise<Module>
  #module: Module | undefined
  #loading: Promise<Module> | undefined

  constructor(load: () => Promise<Module>) {
    this.#import = load
  }

  /**
   * Loaded once for all callers.
   *
   * @throws UploadError `module-not-loaded`, retryable; the next call tries again
   */
  async load(): Promise<Module> {
    if (this.#module !== undefined) return this.#module
    this.#loading ??= this.#import()
    try {
      this.#module = await this.#loading
      return this.#module
    } catch (cause) {
      throw new UploadError('module-not-loaded', 'A part of the uploader failed to load.', {
        cause,
        retryable: true,
      })
    } finally {
      this.#loading = undefined
    }
  }

  /** Loads it ahead. A failure is told by `load`. */
  preload(): void {
    void this.load().catch(() => {})
  }
}
