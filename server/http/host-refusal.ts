/** What a host's function threw or returned to refuse a request or a file. Pure. */
import { HTTPException } from 'hono/http-exception'
import type { UploadErrorCode } from '../../component/protocol.ts'
import { UploadError } from '../upload/upload-error.ts'

export type HostRefusal = HTTPException | UploadError

/** `null` for any other value; a `Response` refuses when its status is 400 or above. */
export function hostRefusal(value: unknown): HostRefusal | null {
  if (value instanceof HTTPException || value instanceof UploadError) return value
  if (value instanceof Response && value.status >= 400) {
    return new HTTPException(value.status as ConstructorParameters<typeof HTTPException>[0], { res: value })
  }
  return null
}

/** The refusal of one file. @param refusal an exception of the host's. */
export function toUploadRefusal(refusal: HTTPException): UploadError {
  const code = itemCodeOf(refusal.status)
  const retryAfterMs = retryAfterOf(refusal)
  const isFault = refusal.status >= 500
  return new UploadError(code, refusal.message || 'The file was refused.', {
    ...(isFault && { cause: refusal }),
    ...(retryAfterMs !== null && { retryAfterMs }),
  })
}

function itemCodeOf(status: number): UploadErrorCode {
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 402) return 'quota-exceeded'
  if (status === 429) return 'rate-limited'
  return status >= 500 || status === 408 ? 'unavailable' : 'rejected'
}

/** From `Retry-After` in seconds; dates are ignored. */
function retryAfterOf(refusal: HTTPException): number | null {
  const seconds = refusal.getResponse().headers.get('retry-after')
  return seconds !== null && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : null
}
