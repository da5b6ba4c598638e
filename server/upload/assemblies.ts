/**
 * The long work of S3 under way in this process, by upload: assembling parts, copying large objects. A request that cannot
 * wait any longer leaves it running, and the next one joins it, so S3 is asked once.
 *
 * Only a means to save work. In another process the same work starts a second time, which S3 answers as done.
 */
import { DEADLINES } from './deadlines.ts'
import { untilAborted } from './until-aborted.ts'
import { UploadError } from './upload-error.ts'

interface Running {
  result: Promise<unknown>
  /** Milliseconds since 1970. */
  startedAt: number
}

export interface AssemblyWait {
  /** Aborts when the request has to be answered. */
  signal: AbortSignal
  /** Keeps the runtime from ending work that outlives its request. */
  keepAlive: (work: Promise<unknown>) => void
  /** Whether a request may wait for work that another one started; Workers do not allow it. */
  canJoin: boolean
}

const MIN_RETRY_MS = 3_000
const MAX_RETRY_MS = 30_000

export class Assemblies {
  readonly #running = new Map<string, Running>()

  /**
   * Starts the work of an upload, or waits for the work that is under way. All work of one id has the same type.
   *
   * @throws {UploadError} `assembling` when that takes longer than the request may wait
   */
  async run<Value>(
    id: string,
    work: (signal: AbortSignal) => Promise<Value>,
    wait: AssemblyWait,
  ): Promise<Value> {
    const running = this.#running.get(id)
    if (running !== undefined && !wait.canJoin) throw assembling(running)
    const { result, startedAt } = running ?? this.#start(id, work, wait)
    return untilAborted(result as Promise<Value>, wait.signal, () => assembling({ startedAt }))
  }

  #start(id: string, work: (signal: AbortSignal) => Promise<unknown>, { keepAlive }: AssemblyWait): Running {
    const result = work(AbortSignal.timeout(DEADLINES.assemblyMs))
    const running: Running = { result, startedAt: Date.now() }
    this.#running.set(id, running)
    const end = () => this.#running.delete(id)
    keepAlive(result.then(end, end))
    return running
  }
}

/** Asked again after half the time it has taken so far, within 3 to 30 s. */
function assembling({ startedAt }: Pick<Running, 'startedAt'>): UploadError {
  const elapsedMs = Date.now() - startedAt
  return new UploadError('assembling', 'S3 is still assembling the file. Ask again.', {
    retryAfterMs: Math.round(Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, elapsedMs / 2))),
  })
}
