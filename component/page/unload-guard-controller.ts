import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { UploadStatus } from '../engine/upload/upload-state.ts'

/** Leaving the page interrupts these: queued files lose nothing, and after `completing` the server continues. */
export const MOVING: readonly UploadStatus[] = ['preparing', 'uploading', 'completing']

/**
 * Asks before the page is left, only while bytes move: a permanent `beforeunload` listener keeps a page out of the
 * back/forward cache.
 *
 * Follows the uploads, not the element's place in the document: they go on while it is moved or detached.
 */
export class UnloadGuardController implements ReactiveController {
  readonly #isWanted: () => boolean
  readonly #uploads: () => readonly Pick<UploadSnapshot, 'status'>[]
  #guarding: AbortController | undefined

  /**
   * @param isWanted whether bytes move, as it is drawn, and the page wants the question
   * @param uploads as they are now
   */
  constructor(
    host: ReactiveControllerHost,
    isWanted: () => boolean,
    uploads: () => readonly Pick<UploadSnapshot, 'status'>[],
  ) {
    this.#isWanted = isWanted
    this.#uploads = uploads
    host.addController(this)
  }

  hostUpdated(): void {
    if (!this.#isWanted()) {
      this.#guarding?.abort()
      this.#guarding = undefined
      return
    }
    if (this.#guarding !== undefined) return
    this.#guarding = new AbortController()
    const { signal } = this.#guarding
    const ask = (event: Event) => {
      // A page may go to the next one with the last file's event, before that is drawn.
      if (this.#uploads().some(({ status }) => MOVING.includes(status))) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask, { signal })
  }
}
