import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { delay } from '../engine/upload/delay.ts'

/**
 * Milliseconds of sending before the screen lock is requested. No screen turns off sooner, and a lock costs the browser
 * more than many small files that are done by then.
 */
const LOCK_AFTER_MS = 2_000

/**
 * Keeps the screen on while bytes move, with the Screen Wake Lock API where the browser has it.
 *
 * Follows the uploads, not the element's place in the document: they go on while it is moved or detached. No upload
 * waits for the lock.
 */
export class WakeLockController implements ReactiveController {
  readonly #isWanted: () => boolean
  #holding: AbortController | undefined

  /** @param isWanted whether bytes move and the page allows the lock */
  constructor(host: ReactiveControllerHost, isWanted: () => boolean) {
    this.#isWanted = isWanted
    host.addController(this)
  }

  hostUpdated(): void {
    if (this.#isWanted()) this.#hold()
    else this.#release()
  }

  #hold(): void {
    if (this.#holding !== undefined) return
    this.#holding = new AbortController()
    const { signal } = this.#holding
    delay(LOCK_AFTER_MS, signal).then(
      () => {
        void holdScreen(signal)
        // The browser releases the lock of a hidden page.
        document.addEventListener('visibilitychange', () => void holdScreen(signal), { signal })
      },
      () => {}, // Released before.
    )
  }

  #release(): void {
    this.#holding?.abort()
    this.#holding = undefined
  }
}

/** Holds the screen on until the signal is aborted. A refusal (battery, policy, insecure page) is ignored. */
async function holdScreen(signal: AbortSignal): Promise<void> {
  if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
  try {
    const lock = await navigator.wakeLock.request('screen')
    const release = () => void lock.release().catch(() => {})
    if (signal.aborted) release()
    else signal.addEventListener('abort', release, { once: true })
  } catch {
    // Uploads go on with the screen off.
  }
}
