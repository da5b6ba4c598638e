/** `fetch`; once more where the connection was closed while it was idle, which a host may do at any time. */
export async function fetchOnceMore(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (!(error instanceof TypeError) || !isClosed(error.cause)) throw error
    return fetch(url, init)
  }
}

function isClosed(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(`${cause.code}`)
  )
}
