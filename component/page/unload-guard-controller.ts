import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { delay } from '../engine/upload/delay.ts'

/**
 * The screen is not asked to stay on sooner, in milliseconds: none goes off that early, and a lock costs the browser
 * more than many a small file that is over by then.
 */
const SCREEN_AFTER_MS = 2_000

export interface PageGuardOptions {
  totals(): UploadTotals
  /** Whether the screen shall stay on. */
  wakeLock(): boolean
  /** Whether the visitor shall be asked before the page goes away. */
  unloadGuard(): boolean
}

/**
 * Keeps the screen on and asks before the page goes away, only while bytes move: a listener for `beforeunload` that
 * stays would keep the page out of the back/forward cache.
 *
 * Follows the uploads, not the element's place in the document: they go on while it is moved or detached.
 */
export class PageGuardController implements ReactiveController {
  readonly #options: PageGuardOptions
  #guarding: AbortController | undefined
  #awake: AbortController | undefined

  constructor(host: ReactiveControllerHost, options: PageGuardOptions) {
    this.#options = options
    host.addController(this)
  }

  hostUpdated(): void {
    // Before these nothing is lost by leaving or sleeping, after them the server goes on alone.
    const { preparing, uploading, completing } = this.#options.totals().counts
    const moving = preparing + uploading + completing > 0
    if (moving && this.#options.unloadGuard()) this.#guard()
    else this.#unguard()
    if (moving && this.#options.wakeLock()) this.#stayAwake()
    else this.#rest()
  }

  #guard(): void {
    if (this.#guarding !== undefined) return
    this.#guarding = new AbortController()
    const { signal } = this.#guarding
    window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal })
  }

  #unguard(): void {
    this.#guarding?.abort()
    this.#guarding = undefined
  }

  #stayAwake(): void {
    if (this.#awake !== undefined) return
    this.#awake = new AbortController()
    const { signal } = this.#awake
    delay(SCREEN_AFTER_MS, signal).then(
      () => {
        void holdScreen(signal)
        // The browser takes the lock away from a page that is hidden.
        document.addEventListener('visibilitychange', () => void holdScreen(signal), { signal })
      },
      () => {}, // Over before.
    )
  }

  #rest(): void {
    this.#awake?.abort()
    this.#awake = undefined
  }
}

/** Holds the screen on until the signal is aborted. A refusal (battery, policy, insecure page) changes nothing. */
async function holdScreen(signal: AbortSignal): Promise<void> {
  if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
  try {
    const lock = await navigator.wakeLock.request('screen')
    const release = () => void lock.release().catch(() => {})
    if (signal.aborted) release()
    else signal.addEventListener('abort', release, { once: true })
  } catch {
    // Uploading goes on with the screen off.
  }
}
