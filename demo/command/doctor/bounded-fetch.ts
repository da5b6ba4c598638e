/** `fetch` that ends by itself, follows no redirect, and can be stopped. */
export type BoundedFetch = (url: string, init: RequestInit) => Promise<Response>

/** In milliseconds, for what has no body. */
const MAX_WAIT_MS = 30_000
/** Of a body, in bytes for each millisecond: 400 kbit/s. */
const SLOWEST_LINE = 50

/** No answer came. */
export class HostError extends Error {
  override readonly name = 'HostError'

  constructor(url: string, cause: unknown) {
    super(`${new URL(url).host} does not answer: ${reasonOf(cause)}`, { cause })
  }
}

/** @param signal stops requests that are running, and all later ones */
export function boundedFetch(signal: AbortSignal, maxWaitMs: number = MAX_WAIT_MS): BoundedFetch {
  return async (url, init) => {
    const attempt = () => {
      const bytes =
        init.body instanceof ArrayBuffer || ArrayBuffer.isView(init.body) ? init.body.byteLength : 0
      const timeout = AbortSignal.timeout(maxWaitMs + Math.ceil(bytes / SLOWEST_LINE))
      return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, timeout]) })
    }
    // Once more where the connection was closed while it was idle, which a host may do at any time.
    return attempt()
      .catch((error: unknown) => {
        if (error instanceof TypeError && isClosed(error.cause)) return attempt()
        throw error
      })
      .catch((error: unknown) => {
        signal.throwIfAborted()
        throw new HostError(url, error)
      })
  }
}

function isClosed(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(`${cause.code}`)
  )
}

/** Without the address, which may hold a signature. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'nothing came within the time limit'
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message
}
