import { UploadError } from '../upload/upload-error.ts'

/**
 * Runs a host's hook for one file. An error other than `RejectUpload` fails this file, not the others, and counts as
 * temporary.
 *
 * @throws {UploadError}
 */
export async function runHook<Value>(hook: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await hook()
  } catch (error) {
    if (error instanceof UploadError) throw error
    throw new UploadError('rejected', 'The file could not be checked. Try again.', {
      // `null` for a thrown `undefined`, so that it is logged as well.
      cause: error ?? null,
      retryable: true,
    })
  }
}
