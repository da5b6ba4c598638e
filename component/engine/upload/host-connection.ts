/**
 * Whether one host (the API, or S3) can be asked now; shared by all uploads that need it.
 *
 * A host without an answer is no failure of an upload: all of them wait, one probe asks for the host with a growing
 * interval, and all continue when it answers. A host that answers that it is busy gets a pause from all.
 */
import type { Connectivity } from './connectivity.ts'

/** Interval between probes, in milliseconds: it doubles, and a random half keeps clients apart. */
const PROBE_MS = { first: 1_000, longest: 30_000 }

export interface HostConnectionOptions {
  readonly connectivity: Connectivity
  /** A URL of the host; undefined while none is known. */
  url(): string | undefined
  /** Uniform in [0, 1). */
  random(): number
}

type HostState =
  | { readonly kind: 'open' }
  /** A probe is under way for the first time. */
  | { readonly kind: 'checking'; readonly verdict: Promise<Verdict> }
  | { readonly kind: 'silent'; readonly probes: number; readonly timer: ReturnType<typeof setTimeout> }
  /** The host asked for a pause, which ends at `untilMs` of `performance.now()`. */
  | { readonly kind: 'cooling'; readonly untilMs: number; readonly timer: ReturnType<typeof setTimeout> }

/** `unknown`: nothing here can tell. */
export type Verdict = 'answers' | 'silent' | 'unknown'

const OPEN: HostState = { kind: 'open' }

export class HostConnection {
  readonly #options: HostConnectionOptions
  readonly #waiting = new Set<() => void>()
  #state: HostState = OPEN
  #hasAnswered = false
  #stopListening: (() => void) | undefined

  constructor(options: HostConnectionOptions) {
    this.#options = options
  }

  /** Whether a request may be sent now. */
  get isOpen(): boolean {
    return this.#state.kind === 'open' && this.#options.connectivity.online
  }

  /** Whether the host gives no answer, or the network is away. */
  get isUnreachable(): boolean {
    const { kind } = this.#state
    return kind === 'silent' || kind === 'checking' || !this.#options.connectivity.online
  }

  /** Whether this page has ever read a response of the host. */
  get hasAnswered(): boolean {
    return this.#hasAnswered
  }

  /** Resolves when a request may be sent; rejects with the signal's reason when aborted before. */
  whenOpen(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const leave = () => {
        this.#waiting.delete(check)
        signal.removeEventListener('abort', onAbort)
        this.#rest()
      }
      const onAbort = () => {
        leave()
        reject(signal.reason)
      }
      const check = () => {
        if (!this.isOpen) return
        leave()
        resolve()
      }
      signal.addEventListener('abort', onAbort)
      this.#waiting.add(check)
      this.#stopListening ??= this.#options.connectivity.subscribe(() => this.#wake())
      check()
    })
  }

  /** A readable response came, be it a success or a refusal. */
  answered(): void {
    this.#hasAnswered = true
    if (this.#state.kind === 'silent' || this.#state.kind === 'checking') this.#open()
  }

  /** A request got no response. Asks whether the host answers at all; all who ask meanwhile share the answer. */
  async noAnswer(): Promise<Verdict> {
    if (this.#state.kind === 'silent') return 'silent'
    if (this.#state.kind === 'checking') return this.#state.verdict
    // Probed in a later microtask: the state is set before the verdict changes it.
    const verdict = Promise.resolve().then(() => this.#probe())
    if ('timer' in this.#state) clearTimeout(this.#state.timer)
    this.#state = { kind: 'checking', verdict }
    return verdict
  }

  /**
   * The host asked for a pause: no request starts for `ms` milliseconds, or for the rest of the pause under way.
   *
   * @returns the pause, in milliseconds
   */
  coolDown(ms: number): number {
    if (this.#state.kind === 'cooling') return Math.max(0, this.#state.untilMs - performance.now())
    if (this.#state.kind === 'open') {
      const timer = setTimeout(() => this.#open(), ms)
      this.#state = { kind: 'cooling', untilMs: performance.now() + ms, timer }
    }
    return ms
  }

  async #probe(): Promise<Verdict> {
    const { connectivity, url } = this.#options
    const target = url()
    if (!connectivity.online) return this.#silence(0)
    if (target === undefined || connectivity.answers === undefined) {
      this.#open()
      return 'unknown'
    }
    const answers = await connectivity.answers(target)
    // A response to another request may have opened it meanwhile.
    if (!answers && this.#state.kind === 'checking') return this.#silence(0)
    this.#open()
    return 'answers'
  }

  #silence(probes: number): 'silent' {
    const interval = Math.min(PROBE_MS.longest, PROBE_MS.first * 2 ** probes)
    const waitMs = interval * (0.5 + this.#options.random() / 2)
    this.#state = { kind: 'silent', probes, timer: setTimeout(() => void this.#probeAgain(), waitMs) }
    return 'silent'
  }

  async #probeAgain(): Promise<void> {
    const state = this.#state
    if (state.kind !== 'silent') return
    clearTimeout(state.timer)
    const { connectivity, url } = this.#options
    const answers = connectivity.online && (await connectivity.answers?.(url() ?? ''))
    // A response to another request may have opened it meanwhile.
    if (this.#state !== state) return
    if (answers === false) this.#silence(state.probes + 1)
    else this.#open()
  }

  #open(): void {
    if ('timer' in this.#state) clearTimeout(this.#state.timer)
    this.#state = OPEN
    for (const check of [...this.#waiting]) check()
  }

  /** The network or the page came back. */
  #wake(): void {
    void this.#probeAgain()
    for (const check of [...this.#waiting]) check()
  }

  #rest(): void {
    if (this.#waiting.size > 0) return
    this.#stopListening?.()
    this.#stopListening = undefined
  }
}
