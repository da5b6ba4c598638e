/**
 * Gathers single questions into batched requests: what is asked while a batch is under way goes into the next one,
 * so nobody waits for a batch to fill and many files cost few calls.
 */
export class Batcher<Question, Answer> {
  readonly #ask: (questions: readonly Question[]) => Promise<readonly Answer[]>
  readonly #maxSize: () => number
  readonly #restMs: () => number
  #pending: Entry<Question, Answer>[] = []
  #draining = false
  #endRest: (() => void) | undefined

  /**
   * @param ask answers every question, in order
   * @param maxSize most questions in one batch; read before every batch
   * @param restMs how long to gather after a batch before the next, in milliseconds; read with every question too, and
   *   0 ends a rest: nobody waits for questions that will not come
   */
  constructor(
    ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    maxSize: () => number,
    restMs: () => number = () => 0,
  ) {
    this.#ask = ask
    this.#maxSize = maxSize
    this.#restMs = restMs
  }

  /** Rejects with the batch's own error, or with the signal's reason where it is aborted before the batch leaves. */
  add(question: Question, signal: AbortSignal): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#pending.push({ question, signal, resolve, reject })
      if (!this.#draining) void this.#drain()
      else if (this.#pending.length >= this.#maxSize() || this.#restMs() === 0) this.#endRest?.()
    })
  }

  async #drain(): Promise<void> {
    this.#draining = true
    // One microtask's grace lets a loop of add() calls share the first batch.
    await Promise.resolve()
    for (let batch = this.#takeBatch(); batch.length > 0; batch = this.#takeBatch()) {
      try {
        const answers = await this.#ask(batch.map((entry) => entry.question))
        for (const [index, entry] of batch.entries()) {
          // The adapter has checked the count, so every index has its answer.
          entry.resolve(answers[index] as Answer)
        }
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
      await this.#rest()
    }
    this.#draining = false
  }

  #takeBatch(): Entry<Question, Answer>[] {
    const gone = this.#pending.filter(({ signal }) => signal.aborted)
    if (gone.length > 0) this.#pending = this.#pending.filter(({ signal }) => !signal.aborted)
    for (const { signal, reject } of gone) reject(signal.reason)
    return this.#pending.splice(0, this.#maxSize())
  }

  #rest(): Promise<void> | undefined {
    const restMs = this.#restMs()
    if (restMs === 0 || this.#pending.length >= this.#maxSize()) return undefined
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, restMs)
      this.#endRest = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

interface Entry<Question, Answer> {
  readonly question: Question
  readonly signal: AbortSignal
  resolve(answer: Answer): void
  reject(reason: unknown): void
}
