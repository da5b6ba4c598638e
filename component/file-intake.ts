import type { AvatarCrop } from './avatar/avatar-crop.ts'
import type { TransferItem } from './drop/data-transfer.ts'
import { openFilePicker } from './drop/file-picker.ts'
import { readEntries } from './drop/read-entries.ts'
import { standIn } from './drop/stand-in.ts'
import type { GivenFiles } from './engine/file-adder.ts'
import type { FileHandles } from './engine/resume/file-handle.ts'
import type { AddedFiles } from './engine/upload/added-files.ts'
import type { Rejection } from './engine/upload/rejection.ts'
import { type FileSource, FilesRejectEvent } from './engine/upload/upload-events.ts'
import type { Uploader } from './engine/uploader.ts'
import type { RejectionNotice } from './list/rejection-notice.ts'
import { mayBeInParts } from './may-be-in-parts.ts'
import type { UploaderProperties } from './uploader-properties.ts'

export interface FileIntakeOptions {
  readonly host: UploaderProperties
  readonly uploader: Uploader
  /** How to read files again after a reload. */
  readonly handles: FileHandles
  /** Lets the visitor choose the square of an avatar. */
  readonly crop: AvatarCrop
  /** Shows what is refused. */
  readonly refused: RejectionNotice
  /** Brings the uploader's settings up to date. */
  beforeOffer(): void
}

/** Offers the visitor's files to the uploader: those of the picker, a drop or a paste. */
export class FileIntake {
  readonly #options: FileIntakeOptions
  #found: number | null = null

  constructor(options: FileIntakeOptions) {
    this.#options = options
  }

  /** Whether a file may be large enough for parts, which can be continued after a reload. */
  get wantsHandles(): boolean {
    const { host, uploader } = this.#options
    return !host.noResume && mayBeInParts(uploader)
  }

  async offer(files: GivenFiles | Promise<GivenFiles>, source: FileSource): Promise<AddedFiles> {
    const { uploader, refused, crop, beforeOffer } = this.#options
    beforeOffer()
    refused.clear()
    const added = await uploader.addFiles(crop.of(files, source), source)
    refused.add(added.rejected)
    // Back in the list, they could be more files than allowed.
    if (added.accepted.length > 0) uploader.finishRemove()
    return added
  }

  /** Files found in the folders that are being read; null while none is. */
  get found(): number | null {
    return this.#found
  }

  async offerItems(items: readonly TransferItem[], source: FileSource): Promise<AddedFiles> {
    const { host, handles } = this.#options
    const entries = readEntries(items, {
      handles,
      onFound: (count) => {
        this.#found = count
        host.requestUpdate()
      },
    })
    // Offered at once: while a folder is being read, the uploader is not idle and the form waits.
    const added = this.offer(
      entries.then(({ files }) => files),
      source,
    )
    const { rejected } = await entries
    this.#found = null
    this.#refuse(rejected)
    const { rejected: alsoRejected, ...rest } = await added
    return { ...rest, rejected: [...rejected, ...alsoRejected] }
  }

  /** A link or picture of a web page was dropped. */
  refuseLink(url: string): void {
    this.#options.refused.clear()
    this.#refuse([{ code: 'web-link', limit: undefined, file: standIn(url) }])
  }

  #refuse(rejections: readonly Rejection[]): void {
    if (rejections.length === 0) return
    this.#options.host.dispatchEvent(new FilesRejectEvent(rejections))
    this.#options.refused.add(rejections)
  }

  /** Opens Chromium's picker for files that can be continued after a reload; false: use the file input. */
  async pick(accept: string | undefined): Promise<boolean> {
    const { multiple, directory, capture } = this.#options.host
    if (!this.wantsHandles || capture !== null || directory) return false
    const picked = await openFilePicker({ multiple, accept })
    if (picked === 'unavailable') return false
    if (picked.length > 0) void this.offer(picked, 'picker')
    return true
  }
}
