import type { LitElement } from 'lit'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Uploader } from '../engine/uploader.ts'
import type { SummaryCommand } from './list-summary.ts'
import { UndoController } from './undo-controller.ts'
import type { RowCommand } from './upload-row.ts'
import type { VirtualListController } from './virtual-list-controller.ts'

/** Ids of the uploads that buttons for all of them are about. */
export interface CommandedUploads {
  readonly retryable: readonly string[]
  readonly pausable: readonly string[]
}

export interface RowCommandsOptions {
  readonly uploader: Uploader
  readonly rows: VirtualListController
  /** Where the focus goes when no row is left. */
  focusChoose(): void
  /** As `UndoOptions.timeoutMs`. */
  undoTimeoutMs(): number | undefined
}

/**
 * Carries out what the buttons of a row say. Where a row leaves the list, the focus goes to its neighbour: to the row, not
 * to a button, so that a held Enter does not empty the list.
 */
export class RowCommands {
  readonly undo: UndoController
  readonly #host: LitElement
  readonly #options: RowCommandsOptions

  constructor(host: LitElement, options: RowCommandsOptions) {
    const { uploader, undoTimeoutMs } = options
    this.#host = host
    this.#options = options
    this.undo = new UndoController(host, {
      uploader,
      timeoutMs: undoTimeoutMs,
      onReturned: (uploads) => void this.#focusReturned(uploads),
    })
  }

  readonly act = async (command: RowCommand, id: string): Promise<void> => {
    if (command !== 'remove' && command !== 'cancel') {
      this.#options.uploader[command](id)
      return
    }
    // The row of a canceled upload is of no use to the visitor.
    const index = this.#options.uploader.uploads.findIndex((upload) => upload.id === id)
    if (!(await this.#options.uploader.remove(id, this.undo.removal))) return
    if (this.#options.uploader.size === 0) this.#options.focusChoose()
    else await this.#focusRow(Math.min(index, this.#options.uploader.uploads.length - 1))
  }

  /** The uploads are in the list again, and the button that brought them has gone. */
  #focusReturned(uploads: readonly UploadSnapshot[]): Promise<void> {
    const ids = new Set(uploads.map(({ id }) => id))
    return this.#focusRow(this.#options.uploader.uploads.findIndex(({ id }) => ids.has(id)))
  }

  async #focusRow(row: number): Promise<void> {
    this.#host.requestUpdate()
    await this.#host.updateComplete
    if (!(await this.#options.rows.focus(row, this.#options.uploader.uploads[row]?.id)))
      this.#options.focusChoose()
  }

  /** What the buttons of the summary say. */
  readonly actOnAll = async (
    command: SummaryCommand,
    { retryable, pausable }: CommandedUploads,
  ): Promise<void> => {
    const { uploader } = this.#options
    switch (command) {
      case 'start':
        return uploader.upload()
      case 'pause-all':
        return uploader.pause(pausable)
      case 'resume-all':
        return uploader.resume()
      case 'retry-all':
        return uploader.retry(retryable)
      case 'clear':
        await uploader.removeAll(
          uploader.uploads.filter(({ status }) => status === 'ready').map(({ id }) => id),
          this.undo.removal,
        )
    }
  }
}
