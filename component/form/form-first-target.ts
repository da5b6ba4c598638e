/** Lists of up to this many files have a form that is right at every event. */
const SMALL = 100
/** For longer lists the form takes at most 1/40 of the time, until the last event of a batch. */
const REST = 40
/** Events that change neither value nor validity. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'upload-progress',
  'upload-stored',
  'upload-retry',
  'upload-stalled',
  'upload-metrics',
])

export interface SyncedForm {
  /** Files in the list. */
  readonly count: number
  /** Brings the form up to date; takes longer for more files. */
  sync(): void
}

/**
 * Where the engine dispatches its events: the element, with its form brought up to date before. So a listener may read
 * `value`, `FormData` and validity, or submit the form.
 */
export class FormFirstTarget extends EventTarget {
  readonly #target: EventTarget
  readonly #form: SyncedForm
  #restUntil = 0

  constructor(target: EventTarget, form: SyncedForm) {
    super()
    this.#target = target
    this.#form = form
  }

  override dispatchEvent(event: Event): boolean {
    if (!NEUTRAL.has(event.type) && this.#isDue(event)) {
      const before = performance.now()
      this.#form.sync()
      const after = performance.now()
      this.#restUntil = after + REST * (after - before)
    }
    return this.#target.dispatchEvent(event)
  }

  #isDue({ type }: Event): boolean {
    return type === 'uploads-idle' || this.#form.count <= SMALL || performance.now() >= this.#restUntil
  }
}
