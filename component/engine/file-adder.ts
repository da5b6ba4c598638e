import type { FileRules } from './files/file-rules.ts'
import { isFolderJunk } from './files/folder-junk.ts'
import { type ValidationBatch, ValidationQueue } from './files/validation-queue.ts'
import type { UploadQueue } from './queue/upload-queue.ts'
import { type FileHandle, type FileHandles, isFile, readHandles } from './resume/file-handle.ts'
import type { Rejection } from './upload/rejection.ts'
import type { Upload } from './upload/upload.ts'
import { type FileSource, FilesAddEvent, FilesRejectEvent } from './upload/upload-events.ts'
import type { UploadSnapshot } from './upload/upload-snapshot.ts'

export interface AddedFiles {
  readonly accepted: readonly UploadSnapshot[]
  readonly rejected: readonly Rejection[]
  /** Litter of the operating system that came along in folders: never offered, nothing to say about. */
  readonly leftOut: number
}

export interface FileAdderOptions {
  target: EventTarget
  handles: FileHandles
  /** Where files come in. */
  queue: UploadQueue
  /** Milliseconds of a monotonic clock. */
  now(): number
  selection(): 'single' | 'multiple'
  rules(): FileRules
}

/** Offers files: asks the page (`files-add`), has them held against the rules, tells what was refused (`files-reject`). */
export class FileAdder {
  readonly #options: FileAdderOptions
  readonly #validation: ValidationQueue

  constructor(options: FileAdderOptions) {
    this.#options = options
    this.#validation = new ValidationQueue(options.now)
  }

  /** How many files were offered and are neither in the list nor refused yet. */
  get checking(): number {
    return this.#validation.waiting
  }

  /** Forgets every file that is not decided yet. */
  clear(): void {
    this.#validation.clear()
  }

  async add(given: readonly (File | FileHandle)[], source: FileSource): Promise<AddedFiles> {
    const { target, handles } = this.#options
    const files = given.filter(isFile)
    if (files.length === given.length) return this.#addFiles(files, source)
    const { files: read, missing } = await readHandles(given, handles)
    const added = await this.#addFiles(read, source)
    if (missing.length === 0) return added
    target.dispatchEvent(new FilesRejectEvent(missing))
    return { ...added, rejected: [...missing, ...added.rejected] }
  }

  async #addFiles(chosen: readonly File[], source: FileSource): Promise<AddedFiles> {
    const { target } = this.#options
    const offered = chosen.filter((file) => !isFolderJunk(file))
    const leftOut = chosen.length - offered.length
    const nothing: AddedFiles = { accepted: [], rejected: [], leftOut }
    if (offered.length === 0) return nothing
    const event = new FilesAddEvent(offered, source)
    target.dispatchEvent(event)
    if (!(await event.allowed())) return nothing

    const added: Upload[] = []
    const rejected = await this.#validation.add(offered, () => this.#openBatch(added, event))
    if (rejected === undefined) return nothing
    if (rejected.length > 0) target.dispatchEvent(new FilesRejectEvent(rejected))
    this.#report()
    return { accepted: added.map((upload) => upload.snapshot), rejected, leftOut }
  }

  /** What files that come in now are held against. The first of them takes the place of all where only one may be. */
  #openBatch(added: Upload[], event: FilesAddEvent): ValidationBatch {
    const { selection, rules, queue } = this.#options
    const single = selection() === 'single'
    return {
      rules: single ? { ...rules(), maxFiles: 1 } : rules(),
      listed: () => (single && added.length === 0 ? [] : queue.uploads()),
      accept: (file) => {
        if (single && added.length === 0) for (const upload of [...queue.uploads()]) queue.drop(upload)
        const upload = queue.append(file, event.metadataOf(file) ?? {})
        added.push(upload)
        return upload
      },
      isSending: () => queue.sending,
      report: () => this.#report(),
    }
  }

  /** Shows and starts what came in. */
  #report(): void {
    this.#options.queue.changed()
    this.#options.queue.admit()
  }
}
