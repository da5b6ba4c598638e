/**
 * The embedded Lambda: a small pool of processes, each running the function once at a time.
 *
 * Owns which process takes which invocation: keeps one warm from the start, never reuses one that crashed or ran into
 * its timeout. A failure belongs to its invocation alone; trying again is the business of who invoked.
 */
import { randomUUID } from 'node:crypto'
import { LambdaError } from './lambda-error.ts'
import { LambdaWorker } from './lambda-worker.ts'
import type { OnTrace } from './trace.ts'

export interface LambdaHostOptions {
  /** Exports `handler`. */
  module: URL
  /** The whole environment of the function, besides PATH. */
  environment: Record<string, string>
  /** Most invocations at a time. */
  concurrency: number
  /** Longest one invocation may take, loading the module not counted. */
  timeoutMs: number
  functionName: string
  functionArn: string
  onTrace: OnTrace
}

export class LambdaHost {
  readonly #options: LambdaHostOptions
  readonly #workers = new Set<LambdaWorker>()
  readonly #idle: LambdaWorker[] = []
  readonly #queue: (() => void)[] = []
  #running = 0
  #isClosed = false

  constructor(options: LambdaHostOptions) {
    this.#options = options
    this.#idle.push(this.#start())
  }

  /** Resolves when the function returned, rejects with LambdaError. */
  async invoke(event: unknown, messageId: string): Promise<void> {
    const { concurrency, timeoutMs, functionName, functionArn } = this.#options
    if (this.#running >= concurrency) await new Promise<void>((resolve) => this.#queue.push(resolve))
    if (this.#isClosed) throw new LambdaError('process-crashed', 'The host is closed')
    this.#running += 1
    const worker = this.#idle.pop() ?? this.#start()
    const requestId = randomUUID()
    const finish = this.#startTrace(requestId, messageId)
    try {
      await worker.invoke({ kind: 'invoke', requestId, event, functionName, functionArn, timeoutMs })
      finish({ outcome: 'ok', logTail: worker.logTail })
      this.#release(worker)
    } catch (error) {
      const isTimeout = error instanceof LambdaError && error.code === 'timeout'
      finish({ outcome: isTimeout ? 'timeout' : 'error', error: String(error), logTail: worker.logTail })
      if (error instanceof LambdaError && error.code === 'function-error') this.#release(worker)
      else await this.#replace(worker, error)
      throw error
    } finally {
      this.#running -= 1
      this.#queue.shift()?.()
    }
  }

  /** Ends every process and waits until it is gone. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const worker of this.#workers) worker.kill()
    for (const wake of this.#queue.splice(0)) wake()
    await Promise.all([...this.#workers].map((worker) => worker.exited))
  }

  #release(worker: LambdaWorker): void {
    if (this.#workers.has(worker)) this.#idle.push(worker)
  }

  /** A module that does not load is left alone until someone invokes it again. */
  async #replace(worker: LambdaWorker, error: unknown): Promise<void> {
    worker.kill()
    await worker.exited
    const isLoadable = !(error instanceof LambdaError && error.code === 'init-failed')
    if (isLoadable && !this.#isClosed && this.#workers.size === 0) this.#idle.push(this.#start())
  }

  #start(): LambdaWorker {
    const worker = new LambdaWorker(this.#options.module, this.#options.environment)
    this.#workers.add(worker)
    void worker.exited.then(() => {
      this.#workers.delete(worker)
      const index = this.#idle.indexOf(worker)
      if (index >= 0) this.#idle.splice(index, 1)
    })
    return worker
  }

  #startTrace(requestId: string, messageId: string) {
    const startedAt = Date.now()
    const known = {
      service: 'lambda',
      operation: 'Invoke',
      id: requestId,
      requestId,
      messageId,
      startedAt,
    } as const
    this.#options.onTrace({ phase: 'start', ...known })
    return (result: { outcome: 'ok' | 'error' | 'timeout'; error?: string; logTail: string }) => {
      this.#options.onTrace({ phase: 'end', ...known, durationMs: Date.now() - startedAt, ...result })
    }
  }
}
