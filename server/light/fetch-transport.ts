import type { Transport } from './transport.ts'

export const fetchTransport: Transport = async ({ method, url, headers, body }, { signal, timeoutMs }) => {
  const ends = timeoutMs === null ? [signal] : [signal, AbortSignal.timeout(timeoutMs)]
  const response = await fetch(url, {
    method,
    headers,
    // A redirect has another host than the one that was signed.
    redirect: 'manual',
    signal: AbortSignal.any(ends),
    ...(body === undefined ? {} : { body }),
  })
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  }
}
