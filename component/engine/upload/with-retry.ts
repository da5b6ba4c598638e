import { delay } from './delay.ts'
import type { HostConnection } from './host-connection.ts'
import { retryDelay } from './retry-policy.ts'
import { UploadError } from './upload-error.ts'

/** After this many attempts without a readable response, a host that does answer hides its responses from the page. */
const ATTEMPTS_BEFORE_BLOCKED = 4

export interface RetryOptions {
  readonly signal: AbortSignal
  /** Of the host that the attempt asks. */
  readonly connection: HostConnection
  /** Whether a refusal of one request means a pause for all: an API call stands for many uploads, a request to S3 for one. */
  readonly pauses: 'all' | 'one'
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
  const { signal, connection, pauses, retries, random, onUnreachable, onStall, onRetry, onAttempt } = options
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
      connection.answered()
      onAttempt(0)
      return result
    } catch (cause) {
      signal.throwIfAborted()
      let error = asUploadError(cause)
      const isStalled = error.code === 'stalled'
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
        if (isBlocked && !isStalled) error = blocked(error)
      } else connection.answered()
      failures += 1
      const ownDelayMs = retryDelay(error, failures, retries(), random)
      if (ownDelayMs !== 'give-up') onAttempt(failures)
      if (isStalled) onStall()
      // A listener may have ended the run.
      signal.throwIfAborted()
      if (ownDelayMs === 'give-up') throw error
      const delayMs = pauses === 'all' && isBusy(error) ? connection.coolDown(ownDelayMs) : ownDelayMs
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

function isUnanswered({ code }: UploadError): boolean {
  return code === 'network' || code === 'stalled' || code === 'api-unreachable'
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
