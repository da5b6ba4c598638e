/**
 * Gathers single questions into batched requests: what is asked while a batch is under way goes into the next one, so
 * that no question waits for a batch to fill and many files cost few calls.
 */
export class Batcher<Question, Answer> {
  readonly #ask: (questions: readonly Question[]) => Promise<readonly Answer[]>
  readonly #maxSize: () => number
  readonly #pauseMs: () => number
  #pending: Entry<Question, Answer>[] = []
  #draining = false
  #endPause: (() => void) | undefined

  /**
   * @param ask answers every question, in order
   * @param maxSize most questions in one batch; read before every batch
   * @param pauseMs how long to gather after a batch before the next, in milliseconds; read with every question too, and
   *   0 ends the pause: no more questions are expected
   */
  constructor(
    ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    maxSize: () => number,
    pauseMs: () => number = () => 0,
  ) {
    this.#ask = ask
    this.#maxSize = maxSize
    this.#pauseMs = pauseMs
  }

  /** Rejects with the batch's own error, or with the signal's reason where it is aborted before the batch leaves. */
  add(question: Question, signal: AbortSignal): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#pending.push({ question, signal, resolve, reject })
      if (!this.#draining) void this.#drain()
      else if (this.#pending.length >= this.#maxSize() || this.#pauseMs() === 0) this.#endPause?.()
    })
  }

  async #drain(): Promise<void> {
    this.#draining = true
    // After one microtask, so that a loop of add() calls shares the first batch.
    await Promise.resolve()
    for (let batch = this.#takeBatch(); batch.length > 0; batch = this.#takeBatch()) {
      try {
        const answers = await this.#ask(batch.map((entry) => entry.question))
        for (const [index, entry] of batch.entries()) {
          const answer = answers[index]
          if (answer === undefined) entry.reject(new RangeError('A batch came back with an item missing'))
          else entry.resolve(answer)
        }
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
      await this.#pause()
    }
    this.#draining = false
  }

  #takeBatch(): Entry<Question, Answer>[] {
    const gone = this.#pending.filter(({ signal }) => signal.aborted)
    if (gone.length > 0) this.#pending = this.#pending.filter(({ signal }) => !signal.aborted)
    for (const { signal, reject } of gone) reject(signal.reason)
    return this.#pending.splice(0, this.#maxSize())
  }

  #pause(): Promise<void> | undefined {
    const pauseMs = this.#pauseMs()
    if (pauseMs === 0 || this.#pending.length >= this.#maxSize()) return undefined
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs)
      this.#endPause = () => {
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
