/** The page's own say in which files are uploaded, boxed in time. */
import type { Reason } from '../upload/rejection.ts'

/**
 * Looks at a file and returns a sentence for the visitor to refuse it, or nothing to let it pass. The signal is
 * aborted when the answer is no longer wanted.
 */
export type FileValidator = (
  file: File,
  context: { readonly signal: AbortSignal },
) => string | null | undefined | Promise<string | null | undefined>

/** One validator's time for one file, in milliseconds. */
export const VALIDATOR_TIMEOUT_MS = 15_000

const TIMED_OUT = Symbol('timed out')
const UNWANTED = Symbol('unwanted')

/** The first refusal, in order; always settles, within `VALIDATOR_TIMEOUT_MS` for each validator. */
export async function validate(
  file: File,
  validators: readonly FileValidator[],
  signal: AbortSignal,
): Promise<Reason | undefined> {
  for (const validator of validators) {
    try {
      const answer = await boxed(validator, file, signal)
      if (answer === TIMED_OUT) return { code: 'validator-timeout', limit: undefined }
      if (answer === UNWANTED) return undefined
      // Only a sentence refuses: `true` and `''` are how many a validator says yes.
      if (typeof answer === 'string' && answer !== '') {
        return { code: 'rejected', limit: undefined, message: answer }
      }
    } catch (cause) {
      return { code: 'rejected', limit: undefined, message: undefined, cause }
    }
  }
  return undefined
}

async function boxed(validator: FileValidator, file: File, outer: AbortSignal): Promise<unknown> {
  if (outer.aborted) return UNWANTED
  const box = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let onAbort = () => {}
  const end = new Promise<symbol>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), VALIDATOR_TIMEOUT_MS)
    onAbort = () => resolve(UNWANTED)
  })
  outer.addEventListener('abort', onAbort)
  try {
    return await Promise.race([validator(file, { signal: box.signal }), end])
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', onAbort)
    box.abort()
  }
}
