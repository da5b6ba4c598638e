import type { LitElement } from 'lit'
import type { Uploader } from '../engine/uploader.ts'
import type { SummaryCommand } from './list-summary.ts'
import type { RowCommand } from './upload-row.ts'
import type { VirtualListController } from './virtual-list-controller.ts'

/** Ids of the uploads that buttons for all of them are about. */
export interface CommandedUploads {
  readonly retryable: readonly string[]
  readonly pausable: readonly string[]
}

/** Carries out what the buttons of a row say. Where a row leaves the list, the focus goes to its neighbour. */
export class RowCommands {
  readonly #host: LitElement
  readonly #uploader: Uploader
  readonly #rows: VirtualListController
  readonly #focusChoose: () => void

  /** @param focusChoose where the focus goes when no row is left */
  constructor(host: LitElement, uploader: Uploader, rows: VirtualListController, focusChoose: () => void) {
    this.#host = host
    this.#uploader = uploader
    this.#rows = rows
    this.#focusChoose = focusChoose
  }

  readonly act = async (command: RowCommand, id: string): Promise<void> => {
    if (command !== 'remove' && command !== 'cancel') {
      this.#uploader[command](id)
      return
    }
    // The row of a canceled upload is of no use to the visitor.
    const index = this.#uploader.uploads.findIndex((upload) => upload.id === id)
    if (!(await this.#uploader.remove(id))) return
    this.#host.requestUpdate()
    await this.#host.updateComplete
    const { uploads } = this.#uploader
    const row = Math.min(index, uploads.length - 1)
    if (!(await this.#rows.focus(row, uploads[row]?.id))) this.#focusChoose()
  }

  /** What the buttons of the summary say. */
  readonly actOnAll = async (
    command: SummaryCommand,
    { retryable, pausable }: CommandedUploads,
  ): Promise<void> => {
    switch (command) {
      case 'start':
        return this.#uploader.upload()
      case 'pause-all':
        return this.#uploader.pause(pausable)
      case 'resume-all':
        return this.#uploader.resume()
      case 'retry-all':
        this.#uploader.retry(retryable)
        break
      case 'clear':
        await this.#uploader.removeAll(
          this.#uploader.uploads.filter(({ status }) => status === 'ready').map(({ id }) => id),
        )
    }
    // The button has gone.
    this.#focusChoose()
  }
}
