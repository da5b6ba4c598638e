import { delay } from './delay.ts'
import { retryDelay } from './retry-policy.ts'
import type { HostConnections } from './upload-client.ts'
import { UploadError } from './upload-error.ts'

/** After this many attempts without a readable response, a host that does answer hides its responses from the page. */
const ATTEMPTS_BEFORE_BLOCKED = 4

export interface RetryOptions {
  readonly signal: AbortSignal
  /** The host that the attempt asks first. Sending a part may also ask the API, for a signature. */
  readonly host: keyof HostConnections
  readonly connections: HostConnections
  /** Automatic retries; read before each. */
  retries(): number
  /** Uniform in [0, 1). */
  random(): number
  /** The host gives no answer, or the network is away. */
  onUnreachable(): void
  /** S3 was silent for too long: the attempt was given up. */
  onStall(): void
  /** @param failures attempts that failed in a row, from 1 */
  onRetry(error: UploadError, failures: number, delayMs: number): void
  /** The next attempt begins, or the last one succeeded. */
  onAttempt(failures: number): void
}

/**
 * Runs the attempt until it succeeds, as the retry policy says. Attempts without a response do not count: they wait for
 * the host, for as long as that takes.
 *
 * @throws UploadError where trying again does not help or the retries are used up; the signal's reason when aborted
 */
export async function withRetry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, host, connections, retries, random, onUnreachable, onStall, onRetry, onAttempt } = options
  let connection = connections[host]
  for (let failures = 0, unanswered = 0; ; ) {
    signal.throwIfAborted()
    if (!connection.isOpen) {
      if (connection.isUnreachable) onUnreachable()
      await connection.whenOpen(signal)
      onAttempt(failures)
    }
    try {
      const result = await attempt()
      signal.throwIfAborted()
      connections[host].answered()
      onAttempt(0)
      return result
    } catch (cause) {
      signal.throwIfAborted()
      let error = asUploadError(cause)
      const isStalled = error.code === 'stalled'
      connection = connections[hostOf(error) ?? host]
      if (isUnanswered(error)) {
        unanswered += 1
        const verdict = await connection.noAnswer()
        signal.throwIfAborted()
        if (verdict === 'silent') {
          if (isStalled) onStall()
          onUnreachable()
          continue
        }
        const isBlocked =
          verdict === 'answers' && !connection.hasAnswered && unanswered >= ATTEMPTS_BEFORE_BLOCKED
        if (isBlocked && (error.code === 'network' || error.code === 'api-unreachable'))
          error = blocked(error)
      } else connection.answered()
      failures += 1
      const ownDelayMs = retryDelay(error, failures, retries(), random)
      if (ownDelayMs !== 'give-up') onAttempt(failures)
      if (isStalled) onStall()
      // A listener may have ended the run.
      signal.throwIfAborted()
      if (ownDelayMs === 'give-up') throw error
      // A call to the API stands for many uploads, a request to S3 for one.
      const isPauseOfAll = connection === connections.api && isBusy(error)
      const delayMs = isPauseOfAll ? connection.coolDown(ownDelayMs) : ownDelayMs
      onRetry(error, failures, delayMs)
      await delay(delayMs, signal)
      onAttempt(failures)
    }
  }
}

export function asUploadError(error: unknown): UploadError {
  if (error instanceof UploadError) return error
  return new UploadError('internal', 'Something unexpected happened', { cause: error })
}

const UNANSWERED: ReadonlySet<string> = new Set(['network', 'stalled', 'api-unreachable', 'headers-failed'])

/** Whether no response came, so that only a probe tells whether the host answers. */
function isUnanswered({ code }: UploadError): boolean {
  return UNANSWERED.has(code)
}

/** The host of an error that only one of them causes. */
function hostOf({ code }: UploadError): keyof HostConnections | undefined {
  if (code === 'network' || code === 'stalled') return 'storage'
  return code.startsWith('api-') || code === 'headers-failed' ? 'api' : undefined
}

function isBusy({ httpStatus = 0 }: UploadError): boolean {
  return httpStatus === 429 || httpStatus >= 500
}

function blocked(cause: UploadError): UploadError {
  return new UploadError(
    'response-blocked',
    'The host answers, but the browser does not let the page read its responses: check its CORS rules',
    { cause },
  )
}
