import type { Connectivity } from '../upload/connectivity.ts'
import type { Upload } from '../upload/upload.ts'

/** After the network is back each client waits a random part of this, so that they do not all ask at once; milliseconds. */
const RETURN_SPREAD_MS = 3_000

export interface OfflinePauseOptions {
  readonly connectivity: Connectivity
  /** Uniform in [0, 1). */
  random(): number
  /** Uploads whose plans or bytes are under way. */
  ahead(): Iterable<Upload>
  /** Uploads that it paused. */
  held(): Iterable<Upload>
  /** The network went away or came back. */
  onChange(): void
  /** The network or the page is back, after a random pause. */
  onReturn(): void
}

/** Pauses what is being sent when the network goes away, and resumes it when the network is back. */
export class OfflinePause {
  readonly #options: OfflinePauseOptions
  #returning: ReturnType<typeof setTimeout> | undefined
  #stop: (() => void) | undefined

  constructor(options: OfflinePauseOptions) {
    this.#options = options
  }

  /** Listens to the network while there is something to pause, to resume or to retry. */
  watch(isNeeded: boolean): void {
    if (isNeeded) {
      this.#stop ??= this.#options.connectivity.subscribe(() => this.#changed())
      return
    }
    this.#stop?.()
    this.#stop = undefined
  }

  #changed(): void {
    clearTimeout(this.#returning)
    const { connectivity, random, ahead, onChange } = this.#options
    onChange()
    if (connectivity.online) {
      this.#returning = setTimeout(() => this.#return(), random() * RETURN_SPREAD_MS)
      return
    }
    for (const upload of [...ahead()]) upload.pause('network')
  }

  #return(): void {
    const { held, onReturn } = this.#options
    for (const upload of [...held()]) upload.resume()
    onReturn()
  }
}
