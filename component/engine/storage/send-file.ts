import type { PostPlan, PutPlan } from '../../protocol.ts'
import { readBytes } from '../files/read-bytes.ts'
import { delay } from '../upload/delay.ts'
import { UploadError } from '../upload/upload-error.ts'
import { policyAllowsSize } from './post-policy.ts'
import { assertStored } from './storage-response.ts'
import type { Transport, TransportRequest } from './transport.ts'

export interface SendFileOptions {
  transport: Transport
  signal: AbortSignal
  stallTimeoutMs: number
  /** Earlier attempts that stalled. */
  stalls: number
  /** Bytes of the file sent, at most its size. */
  onProgress(bytesSent: number): void
}

/**
 * Sends one file to S3 in one request. Resolves once S3 has confirmed it: with `exists` where a PUT that must not overwrite
 * finds what an earlier attempt stored, whose response was lost.
 *
 * @throws UploadError with S3's own code and request id
 * @throws UploadError `file-changed` where the file can no longer be read or has another size than announced
 */
export async function sendFile(
  file: File,
  plan: PostPlan | PutPlan,
  { transport, signal, stallTimeoutMs, stalls, onProgress }: SendFileOptions,
): Promise<'stored' | 'exists'> {
  try {
    const response = await transport.send(requestOf(file, plan), {
      signal,
      stallTimeoutMs,
      stalls,
      onProgress: (sent, total) => onProgress(fileBytes(sent, total, file.size)),
    })
    if (response.status === 412 && isConditional(plan)) return 'exists'
    assertStored(response)
    return 'stored'
  } catch (error) {
    signal.throwIfAborted()
    await assertReadable(file, error, signal)
    assertSameSize(file, plan, error)
    throw error
  }
}

function isConditional(plan: PostPlan | PutPlan): boolean {
  return (
    plan.kind === 'put' && Object.keys(plan.headers).some((name) => name.toLowerCase() === 'if-none-match')
  )
}

/** The fields precede the file in the form: their bytes are not counted. */
function fileBytes(sent: number, total: number, size: number): number {
  const overhead = Math.max(0, total - size)
  return Math.min(size, Math.max(0, sent - overhead))
}

function requestOf(file: File, plan: PostPlan | PutPlan): TransportRequest {
  const { size } = file
  if (plan.kind === 'put') return { method: 'PUT', url: plan.url, headers: plan.headers, body: file, size }
  const form = new FormData()
  for (const [name, value] of Object.entries(plan.fields)) form.append(name, value)
  // Last: S3 ignores fields after the file.
  form.append('file', file)
  return { method: 'POST', url: plan.url, headers: {}, body: form, size }
}

/** A disk that does not answer within this time is no evidence about the file, in milliseconds. */
const READ_TIMEOUT_MS = 5_000

/**
 * Reads one byte after a broken or stalled request: a file that was edited, moved or unmounted during the upload shows
 * up as a broken connection, in Safari as a silent one. Returns where the file can be read or the disk does not answer.
 *
 * @throws UploadError `file-changed` where it can no longer be read
 * @throws the signal's reason when aborted meanwhile
 */
export async function assertReadable(bytes: Blob, cause: unknown, signal: AbortSignal): Promise<void> {
  if (!(cause instanceof UploadError && (cause.code === 'network' || cause.code === 'stalled'))) return
  const finished = new AbortController()
  const timeout = delay(READ_TIMEOUT_MS, AbortSignal.any([signal, finished.signal]))
  try {
    await Promise.race([readBytes(bytes, 1), timeout])
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof UploadError) || error.code !== 'file-changed') return
    throw new UploadError('file-changed', error.message, { cause })
  } finally {
    finished.abort()
  }
}

/** The policy allows the announced size, so a refusal for size means that the disk gave another number of bytes. */
function assertSameSize({ size }: File, plan: PostPlan | PutPlan, cause: unknown): void {
  if (!(cause instanceof UploadError) || plan.kind !== 'post') return
  if (cause.code !== 'file-too-large' && cause.code !== 'file-too-small') return
  if (!policyAllowsSize(plan.fields, size)) return
  throw new UploadError('file-changed', 'The file has another size than when it was chosen', { cause })
}
