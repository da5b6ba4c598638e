/**
 * The assemblies under way in this process, so that one upload in parts is assembled once: a request that cannot wait
 * any longer leaves its assembly running, and the next one joins it.
 *
 * Only a means to save work. In another process the same upload is assembled a second time, which S3 answers as done.
 */
import { type Assembly, assemble, type MultipartTicket } from './assemble.ts'
import { DEADLINES } from './deadlines.ts'
import type { ObjectStorage } from './object-storage.ts'
import { untilAborted } from './until-aborted.ts'
import { UploadError } from './upload-error.ts'

interface Running {
  result: Promise<Assembly>
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
   * Assembles the parts, or waits for the assembly that is under way.
   *
   * @throws {UploadError} `assembling` when that takes longer than the request may wait
   */
  async assemble(storage: ObjectStorage, ticket: MultipartTicket, wait: AssemblyWait): Promise<Assembly> {
    const { uploadId } = ticket.multipart
    const running = this.#running.get(uploadId)
    if (running !== undefined && !wait.canJoin) throw assembling(running)
    const { result, startedAt } = running ?? this.#start(storage, ticket, wait)
    return untilAborted(result, wait.signal, () => assembling({ startedAt }))
  }

  #start(storage: ObjectStorage, ticket: MultipartTicket, { keepAlive }: AssemblyWait): Running {
    const { uploadId } = ticket.multipart
    const result = assemble(storage, ticket, AbortSignal.timeout(DEADLINES.assemblyMs))
    const running: Running = { result, startedAt: Date.now() }
    this.#running.set(uploadId, running)
    const settled = result.then(
      () => this.#running.delete(uploadId),
      () => this.#running.delete(uploadId),
    )
    keepAlive(settled)
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
