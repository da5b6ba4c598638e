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

  /**
   * Rejects with the batch's own error, or with the signal's reason when aborted before the answer.
   *
   * @param late is given an answer that comes after the abort, for those that must be undone
   */
  async add(question: Question, signal: AbortSignal, late?: (answer: Answer) => void): Promise<Answer> {
    signal.throwIfAborted()
    return new Promise<Answer>((resolve, reject) => {
      const onAbort = () => {
        this.#pending = this.#pending.filter((other) => other !== entry)
        if (late !== undefined) entry.resolve = late
        reject(signal.reason)
      }
      const entry: Entry<Question, Answer> = {
        question,
        resolve,
        reject,
        release: () => signal.removeEventListener('abort', onAbort),
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#pending.push(entry)
      if (!this.#draining) void this.#drain()
      else if (this.#pending.length >= this.#maxSize() || this.#restMs() === 0) this.#endRest?.()
    })
  }

  async #drain(): Promise<void> {
    this.#draining = true
    // One microtask's grace lets a loop of add() calls share the first batch.
    await Promise.resolve()
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, this.#maxSize())
      try {
        const answers = await this.#ask(batch.map((entry) => entry.question))
        batch.forEach((entry, index) => {
          // The adapter has checked the count, so every index has its answer.
          entry.resolve(answers[index] as Answer)
        })
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      } finally {
        for (const entry of batch) entry.release()
      }
      await this.#rest()
    }
    this.#draining = false
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
  question: Question
  resolve: (answer: Answer) => void
  reject(reason: unknown): void
  release(): void
}
