import type { Connectivity } from '../upload/connectivity.ts'
import type { Upload } from '../upload/upload.ts'

/** After the network is back everybody waits a random part of this, so that a crowd does not come at once; milliseconds. */
const RETURN_SPREAD_MS = 3_000

export interface OfflinePauseOptions {
  connectivity: Connectivity
  /** Uniform in [0, 1). */
  random(): number
  /** Uploads whose bytes or plans are under way. */
  sending(): Iterable<Upload>
  /** Puts a paused upload back into the queue. */
  resume(upload: Upload): void
  /** There is network again. */
  returned(): void
}

/** Pauses what is being sent when the network goes, and takes up again what it paused, and only that, when it is back. */
export class OfflinePause {
  readonly #options: OfflinePauseOptions
  readonly #suspended = new Set<Upload>()
  #returning: ReturnType<typeof setTimeout> | undefined
  #stop: (() => void) | undefined

  constructor(options: OfflinePauseOptions) {
    this.#options = options
  }

  /** Listens to the network while there is something to pause or to take up again. */
  watch(busy: boolean): void {
    if (busy || this.#suspended.size > 0) {
      this.#stop ??= this.#options.connectivity.subscribe(() => this.#changed())
      return
    }
    this.#stop?.()
    this.#stop = undefined
  }

  /** The visitor has paused it: that holds also when the network is back. */
  release(upload: Upload): void {
    this.#suspended.delete(upload)
  }

  #changed(): void {
    clearTimeout(this.#returning)
    const { connectivity, random, sending } = this.#options
    if (connectivity.online) {
      this.#returning = setTimeout(() => this.#return(), random() * RETURN_SPREAD_MS)
      return
    }
    for (const upload of [...sending()]) {
      this.#suspended.add(upload)
      upload.pause()
    }
  }

  #return(): void {
    const { resume, returned } = this.#options
    const suspended = [...this.#suspended]
    this.#suspended.clear()
    for (const upload of suspended) if (upload.status === 'paused') resume(upload)
    returned()
  }
}
