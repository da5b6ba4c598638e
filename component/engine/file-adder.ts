import type { FileRules } from './files/file-rules.ts'
import type { FileTransforms } from './files/file-transforms.ts'
import { isFolderJunk } from './files/folder-junk.ts'
import { type Given, listGiven } from './files/given-files.ts'
import { namedFile } from './files/named-file.ts'
import { pickInSlices } from './files/pick-in-slices.ts'
import { type ValidationBatch, ValidationQueue } from './files/validation-queue.ts'
import type { UploadQueue } from './queue/upload-queue.ts'
import { type FileHandle, type FileHandles, isFile, isFileHandle, readHandles } from './resume/file-handle.ts'
import type { AddedFiles } from './upload/added-files.ts'
import { NO_METADATA } from './upload/file-metadata.ts'
import type { Rejection } from './upload/rejection.ts'
import type { Upload } from './upload/upload.ts'
import { type FileSource, FilesAddEvent, FilesRejectEvent } from './upload/upload-events.ts'

/** Files, blobs and handles of files: one, several or none. A blob gets a name by its type. */
export type GivenFiles = Given<Blob | FileHandle>

export interface FileAdderOptions {
  readonly target: EventTarget
  readonly handles: FileHandles
  /** Where accepted files go. */
  readonly queue: UploadQueue
  /** Milliseconds of a monotonic clock. */
  now(): number
  selection(): 'single' | 'multiple'
  rules(): FileRules
  /** Some files are transformed before they are sent, and have other rules. */
  readonly transforms: FileTransforms
}

/** Offers files: asks the page (`files-add`), validates them, and reports the refused ones (`files-reject`). */
export class FileAdder {
  readonly #options: FileAdderOptions
  readonly #validation: ValidationQueue
  /** Files of calls that still read a folder or handles, or wait for the page. */
  #offering = 0
  /** Calls before this number were cleared. */
  #firstCall = 0
  #calls = 0

  constructor(options: FileAdderOptions) {
    this.#options = options
    this.#validation = new ValidationQueue(options.now)
  }

  /** Files that were offered and are neither in the list nor refused yet. */
  get checking(): number {
    return this.#offering + this.#validation.waiting
  }

  /** Drops every file that is not decided yet. */
  clear(): void {
    this.#firstCall = this.#calls
    this.#validation.clear()
  }

  async add(given: GivenFiles | Promise<GivenFiles>, source: FileSource): Promise<AddedFiles> {
    try {
      return await this.#add(given, source)
    } finally {
      this.#report()
    }
  }

  async #add(given: GivenFiles | Promise<GivenFiles>, source: FileSource): Promise<AddedFiles> {
    const call = this.#calls++
    const items = given instanceof Promise ? await this.#whileReading(given) : given
    const all = listGiven(items)
    const picked = pickInSlices(all, (item) => (isFileHandle(item) ? item : chosenFile(item)))
    const list = picked instanceof Promise ? await this.#whileOffering(all.length, picked) : picked
    const leftOut = all.length - list.length
    const files = list.filter(isFile)
    if (files.length === list.length) return { ...(await this.#addFiles(files, source, call)), leftOut }
    const { target, handles } = this.#options
    const { files: read, missing } = await this.#whileOffering(list.length, readHandles(list, handles))
    const { accepted, rejected } = await this.#addFiles(read, source, call)
    if (missing.length > 0) target.dispatchEvent(new FilesRejectEvent(missing))
    return { accepted, rejected: [...missing, ...rejected], leftOut }
  }

  async #addFiles(
    offered: readonly File[],
    source: FileSource,
    call: number,
  ): Promise<Omit<AddedFiles, 'leftOut'>> {
    const { target } = this.#options
    const nothing = { accepted: [], rejected: [] }
    if (offered.length === 0 || call < this.#firstCall) return nothing
    const event = new FilesAddEvent(offered, source)
    target.dispatchEvent(event)
    const decision = await this.#whileOffering(offered.length, event.decision())
    if (call < this.#firstCall) return nothing
    if (decision.kind === 'refused') {
      // Refused without a reason, the page tells the visitor itself.
      const rejected: Rejection[] =
        decision.message === undefined
          ? []
          : offered.map((file) => ({ code: 'rejected', limit: undefined, message: decision.message, file }))
      if (rejected.length > 0) target.dispatchEvent(new FilesRejectEvent(rejected))
      return { ...nothing, rejected }
    }

    const added: Upload[] = []
    const rejected = await this.#validation.add(offered, () => this.#openBatch(added, event))
    if (rejected === undefined) return nothing
    if (rejected.length > 0) target.dispatchEvent(new FilesRejectEvent(rejected))
    return { accepted: added.map((upload) => upload.snapshot), rejected }
  }

  /** What files are validated against. With a single selection the first accepted file replaces the listed one. */
  #openBatch(added: Upload[], event: FilesAddEvent): ValidationBatch {
    const { selection, queue, transforms } = this.#options
    const single = selection() === 'single'
    const one = single ? { maxFiles: 1 } : {}
    const rules = { ...this.#options.rules(), ...one }
    const before = { ...transforms.rulesBefore, ...one }
    return {
      rules,
      rulesFor: (file) => (transforms.isTransformed(file) ? before : rules),
      listed: () => (single && added.length === 0 ? [] : queue.uploads()),
      accept: (file) => {
        if (single && added.length === 0) for (const upload of [...queue.uploads()]) queue.drop(upload)
        const upload = queue.append(file, event.metadataOf(file) ?? NO_METADATA)
        added.push(upload)
        return upload
      },
      isSending: () => queue.sending,
      report: () => this.#report(),
    }
  }

  /** The form of the page must wait, so listeners hear of it before the first file is known. */
  #whileReading(given: Promise<GivenFiles>): Promise<GivenFiles> {
    const files = this.#whileOffering(1, given)
    this.#options.queue.changedByUser()
    return files
  }

  async #whileOffering<T>(files: number, promise: Promise<T>): Promise<T> {
    this.#offering += files
    try {
      return await promise
    } finally {
      this.#offering -= files
    }
  }

  /** Shows and starts what was accepted. */
  #report(): void {
    this.#options.queue.changed()
    this.#options.queue.schedule()
  }
}

/** Undefined for what the visitor did not choose. */
function chosenFile(given: Blob): File | undefined {
  const file = namedFile(given)
  return isFolderJunk(file) ? undefined : file
}
