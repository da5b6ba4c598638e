import { HTTPException } from 'hono/http-exception'
import { hostRefusal, toUploadRefusal } from '../http/host-refusal.ts'
import { untilAborted } from '../upload/until-aborted.ts'
import { UploadError } from '../upload/upload-error.ts'
import { withDeadline } from '../upload/with-deadline.ts'

/**
 * Runs a host's hook for one file. `RejectUpload`, an `HTTPException` or a `Response` of status 400 or above, thrown or
 * returned, refuses this file and not the others. Another error counts as temporary, and so does a hook that takes longer
 * than `timeoutMs`.
 *
 * @throws {UploadError}
 */
export async function runHook<Value>(hook: () => Value | Promise<Value>, timeoutMs: number): Promise<Value> {
  try {
    const late = () => {
      const cause = new Error(`The hook took longer than ${timeoutMs} ms`)
      return new UploadError('unavailable', 'The file could not be checked in time. Try again.', { cause })
    }
    const result = await withDeadline(timeoutMs, (signal) => untilAborted(callAsync(hook), signal, late))
    const refusal = hostRefusal(result)
    if (refusal !== null) throw refusal
    return result
  } catch (error) {
    const refusal = hostRefusal(error)
    if (refusal instanceof UploadError) throw refusal
    if (refusal instanceof HTTPException) throw toUploadRefusal(refusal)
    throw new UploadError('rejected', 'The file could not be checked. Try again.', {
      // `null` for a thrown `undefined`, so that it is logged as well.
      cause: error ?? null,
      retryable: true,
    })
  }
}

async function callAsync<Value>(hook: () => Value | Promise<Value>): Promise<Value> {
  return hook()
}
