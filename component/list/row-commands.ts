import type { LitElement } from 'lit'
import type { Uploader } from '../engine/uploader.ts'
import type { RowCommand } from './upload-row.ts'
import type { VirtualListController } from './virtual-list-controller.ts'

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

  readonly retryAll = (ids: readonly string[]): void => {
    for (const id of ids) this.#uploader.retry(id)
    // The button has gone.
    this.#focusChoose()
  }
}
