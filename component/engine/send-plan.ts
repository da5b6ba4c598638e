import type { UploadPlan } from '../protocol.ts'
import { assertStored } from './storage-answer.ts'
import type { Transport } from './transport.ts'
import { UploadError } from './upload-error.ts'

export interface SendOptions {
  signal: AbortSignal
  stallTimeoutMs: number
  /** A connection is free and the first byte is about to leave. */
  onStart(): void
  /** Bytes of the file that left, never more than its size. */
  onProgress(bytesSent: number): void
}

/**
 * Brings one file to S3 as its plan says. Resolves once S3 answered that it holds the bytes.
 *
 * @throws UploadError with S3's own code and request id; `file-changed` where the disk no longer gives the bytes.
 */
export async function sendPlan(
  file: File,
  plan: UploadPlan,
  transport: Transport,
  { signal, stallTimeoutMs, onStart, onProgress }: SendOptions,
): Promise<void> {
  onStart()
  try {
    const response = await transport.send(requestOf(file, plan), {
      signal,
      stallTimeoutMs,
      onProgress: (sent, total) => onProgress(fileBytes(sent, total, file.size)),
    })
    assertStored(response)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UploadError && error.code === 'network') await assertReadable(file, error)
    throw error
  }
}

/** A form leads with its fields: those bytes are none of the file's. */
function fileBytes(sent: number, total: number, size: number): number {
  const overhead = Math.max(0, total - size)
  return Math.min(size, Math.max(0, sent - overhead))
}

function requestOf(file: File, plan: UploadPlan) {
  switch (plan.kind) {
    case 'post': {
      const form = new FormData()
      for (const [name, value] of Object.entries(plan.fields)) form.append(name, value)
      // Last: S3 ignores every field behind the file.
      form.append('file', file)
      return { method: 'POST' as const, url: plan.url, headers: {}, body: form }
    }
    case 'put':
      return { method: 'PUT' as const, url: plan.url, headers: plan.headers, body: file }
    case 'multipart':
      throw new UploadError('protocol', 'The API planned a multipart upload, which this version cannot send')
  }
}

/** A file edited, moved or unmounted during the upload shows only as a broken connection. */
async function assertReadable(file: File, cause: unknown): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch {
    throw new UploadError('file-changed', 'The file can no longer be read', { cause })
  }
}
