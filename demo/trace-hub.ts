import type { TraceEvent } from './pipeline-step.ts'

/** Sends every trace event to all open pages. */
export class TraceHub {
  readonly #listeners = new Set<(event: TraceEvent) => void>()

  publish(event: TraceEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Calls `listener` for each event until the returned function is called. */
  subscribe(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reports the start and end of `work`; `measure` reads status and size of its result. */
  async around<T>(
    step: TraceEvent['step'],
    work: () => Promise<T>,
    measure: (result: T) => { status: number; bytes: number },
    subject = '',
  ): Promise<T> {
    const startedAt = performance.now()
    this.publish({ step, phase: 'start' })
    let measured = { status: 0, bytes: 0 }
    try {
      const result = await work()
      measured = measure(result)
      return result
    } catch (error) {
      measured.status = statusOf(error)
      throw error
    } finally {
      this.publish({ step, phase: 'end', ...measured, durationMs: performance.now() - startedAt, subject })
    }
  }
}

/** The SDK's errors carry the HTTP status; 0 where there was no response. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return 0
  const { $metadata: metadata } = error
  const isRead = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
  return isRead && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : 0
}
