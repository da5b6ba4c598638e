/** The page's own checks of a file, each with a timeout. */
import type { Reason } from '../upload/rejection.ts'

/** A sentence for the visitor, or `false`, refuses; everything else accepts. */
type Verdict = string | boolean | null | undefined

/**
 * Checks a file. The signal is aborted
 * after the timeout of 15 s, or when the file is removed meanwhile.
 */
export type FileValidator = (
  file: File,
  context: { readonly signal: AbortSignal },
) => Verdict | Promise<Verdict>

/** Timeout of one validator for one file, in milliseconds. */
const VALIDATOR_TIMEOUT_MS = 15_000

const TIMED_OUT = Symbol('timed out')
const ABORTED = Symbol('aborted')

/** The first refusal, in order. Never rejects; settles within `VALIDATOR_TIMEOUT_MS` for each validator. */
export async function validate(
  file: File,
  validators: readonly FileValidator[],
  signal: AbortSignal,
): Promise<Reason | undefined> {
  for (const validator of validators) {
    try {
      const answer = await withTimeout(validator, file, signal)
      if (answer === TIMED_OUT) return { code: 'validator-timeout', limit: undefined }
      if (answer === ABORTED) return undefined
      // Many validators return `true` or `''` to accept.
      if (answer === false) return { code: 'rejected', limit: undefined, message: undefined }
      if (typeof answer === 'string' && answer !== '') {
        return { code: 'rejected', limit: undefined, message: answer }
      }
    } catch (cause) {
      return { code: 'rejected', limit: undefined, message: undefined, cause }
    }
  }
  return undefined
}

async function withTimeout(validator: FileValidator, file: File, outer: AbortSignal): Promise<unknown> {
  if (outer.aborted) return ABORTED
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let onAbort = () => {}
  const end = new Promise<symbol>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), VALIDATOR_TIMEOUT_MS)
    onAbort = () => resolve(ABORTED)
  })
  outer.addEventListener('abort', onAbort)
  try {
    return await Promise.race([validator(file, { signal: controller.signal }), end])
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', onAbort)
    controller.abort()
  }
}
