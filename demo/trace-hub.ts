import type { TraceEvent } from './pipeline-step.ts'

/** Hands every trace event to every open page. */
export class TraceHub {
  readonly #listeners = new Set<(event: TraceEvent) => void>()

  publish(event: TraceEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Calls back until the returned function is called. */
  subscribe(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reports one request around its work; `measure` reads status and size off the answer. */
  async around<T>(
    step: TraceEvent['step'],
    work: () => Promise<T>,
    measure: (answer: T) => { status: number; bytes: number },
  ): Promise<T> {
    const startedAt = performance.now()
    this.publish({ step, phase: 'start' })
    let measured = { status: 0, bytes: 0 }
    try {
      const answer = await work()
      measured = measure(answer)
      return answer
    } finally {
      this.publish({ step, phase: 'end', ...measured, durationMs: performance.now() - startedAt })
    }
  }
}
