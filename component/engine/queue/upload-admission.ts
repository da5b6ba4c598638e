import type { Connectivity } from '../upload/connectivity.ts'
import type { Upload } from '../upload/upload.ts'
import { OfflinePause } from './offline-pause.ts'
import type { UploadGate } from './upload-gate.ts'

export interface UploadAdmissionOptions {
  gate: UploadGate
  connectivity: Connectivity
  /** Uniform in [0, 1). */
  random(): number
  /** Requests to S3 at a time. */
  concurrency(): number
  /** Files that are neither in the list nor refused yet. */
  checking(): number
  /** Puts a paused upload back into the queue. */
  resume(upload: Upload): void
  /** The first upload starts, or the last has come to rest. */
  onBusy(busy: boolean): void
}

/** Starts what waits while there is network and few enough bytes are ahead, and notices when all has come to rest. */
export class UploadAdmission {
  readonly #options: UploadAdmissionOptions
  readonly #offlinePause: OfflinePause
  #busy = false
  #admitting = false

  constructor(options: UploadAdmissionOptions) {
    this.#options = options
    const { connectivity, random, gate, resume } = options
    this.#offlinePause = new OfflinePause({
      connectivity,
      random,
      resume,
      sending: () => gate.ahead,
      returned: () => this.admit(),
    })
  }

  /** Whether anything is queued or under way. */
  get busy(): boolean {
    return this.#busy
  }

  /** Nobody is let in before all of this is done: whoever ends many would start those behind them first. */
  hold(work: () => void): void {
    const before = this.#admitting
    this.#admitting = true
    try {
      work()
    } finally {
      this.#admitting = before
    }
  }

  /** To be told when the visitor pauses an upload. */
  paused(upload: Upload): void {
    this.#offlinePause.release(upload)
  }

  /** To be told after every change that may make room. */
  admit(): void {
    // Starting an upload calls back here.
    if (this.#admitting) return
    this.#admitting = true
    const { gate, connectivity, concurrency } = this.#options
    while (connectivity.online) {
      const next = gate.next(concurrency())
      if (next === undefined) break
      next.start()
    }
    this.#admitting = false
    this.#settle()
  }

  #settle(): void {
    const { gate, checking, onBusy } = this.#options
    // A batch that is still coming in is not over, even where its first files are already done.
    const busy = gate.busy || (this.#busy && checking() > 0)
    this.#offlinePause.watch(busy)
    if (busy === this.#busy) return
    this.#busy = busy
    onBusy(busy)
  }
}
