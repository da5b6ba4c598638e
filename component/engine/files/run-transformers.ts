/** Runs the page's transformers on one file, in order, each with a timeout. */
import { UploadError } from '../upload/upload-error.ts'
import {
  appliesTo,
  type FileTransformer,
  TRANSFORM_TIMEOUT_MS,
  type TransformContext,
} from './file-transformer.ts'
import { namedAs } from './named-as.ts'
import { readBytes } from './read-bytes.ts'

/**
 * What is sent in place of the file: the result of the last transformer that changed it, or the file itself.
 *
 * @throws UploadError `transform-failed` where one throws, returns something else than a file or takes too long
 * @throws UploadError `file-changed` where the chosen file can no longer be read
 * @throws an UploadError that a transformer throws, and the signal's reason when aborted
 */
export async function runTransformers(
  chosen: File,
  transformers: readonly FileTransformer[],
  context: TransformContext,
): Promise<File> {
  let file = chosen
  for (const transformer of transformers) {
    context.signal.throwIfAborted()
    if (!appliesTo(transformer, file)) continue
    const result = await resultOf(transformer, file, context)
    context.signal.throwIfAborted()
    if (result === null || result === undefined) continue
    if (!isBlob(result)) throw failed('A transformer returned neither a file nor a blob')
    file = isFile(result) ? result : namedAs(chosen, result)
  }
  return file
}

async function resultOf(
  transformer: FileTransformer,
  file: File,
  { signal, upload }: TransformContext,
): Promise<unknown> {
  const timeout = new AbortController()
  const own = AbortSignal.any([signal, timeout.signal])
  const timer = setTimeout(
    () => timeout.abort(failed(`A transformer took longer than ${TRANSFORM_TIMEOUT_MS} ms`)),
    TRANSFORM_TIMEOUT_MS,
  )
  let onAbort = () => {}
  const end = new Promise<never>((_, reject) => {
    onAbort = () => reject(own.reason)
    own.addEventListener('abort', onAbort)
  })
  try {
    // An async function turns a synchronous throw into a rejection.
    return await Promise.race([(async () => transformer(file, { signal: own, upload }))(), end])
  } catch (cause) {
    own.throwIfAborted()
    if (cause instanceof UploadError) throw cause
    // A file that was moved or edited fails every transformer that reads it.
    await readBytes(file, 1)
    throw failed('A transformer threw', cause)
  } finally {
    clearTimeout(timer)
    own.removeEventListener('abort', onAbort)
  }
}

function failed(message: string, cause?: unknown): UploadError {
  return new UploadError('transform-failed', message, { cause })
}

function isBlob(value: unknown): value is Blob {
  return typeof value === 'object' && value !== null && 'size' in value && 'slice' in value && 'type' in value
}

function isFile(blob: Blob): blob is File {
  return 'name' in blob && 'lastModified' in blob
}
