import { once } from 'node:events'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface HttpRequest {
  method: string
  /** Path and query are sent unchanged. */
  url: string
  headers?: Record<string, string>
  body?: Uint8Array | string | AsyncIterable<Uint8Array>
  /** Idle timeout of the connection, in milliseconds. Default: 30,000. */
  timeoutMs?: number
}

export interface HttpResponse {
  status: number
  /** By lower-case name. */
  headers: Record<string, string>
  text: string
}

/**
 * One request and its response, for requests that fetch would correct or refuse. Stops sending the body when the
 * response is complete.
 */
export function exchange({
  method,
  url,
  headers = {},
  body = '',
  timeoutMs = 30_000,
}: HttpRequest): Promise<HttpResponse> {
  const { protocol, hostname, port, origin } = new URL(url)
  const start = protocol === 'https:' ? requestHttps : requestHttp
  const isWhole = typeof body === 'string' || body instanceof Uint8Array
  const isSized = 'content-length' in headers || 'transfer-encoding' in headers
  return new Promise((resolve, reject) => {
    let isAnswered = false
    const sent = start({
      method,
      hostname,
      port,
      path: url.slice(origin.length) || '/',
      headers: isWhole && !isSized ? { 'content-length': Buffer.byteLength(body), ...headers } : headers,
      agent: false,
      timeout: timeoutMs,
    })
    sent.on('timeout', () => sent.destroy(new Error(`No response within ${timeoutMs} ms: ${method}`)))
    sent.on('error', (error) => {
      if (!isAnswered) reject(error)
    })
    sent.on('response', (response) => {
      isAnswered = true
      let text = ''
      const finish = () => {
        resolve({ status: response.statusCode ?? 0, headers: flatten(response.headers), text })
        sent.destroy()
      }
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', finish).on('error', finish)
    })
    if (isWhole) sent.end(body)
    else void sendAll(sent, body, () => isAnswered).catch(() => {})
  })
}

async function sendAll(
  sent: ReturnType<typeof requestHttp>,
  body: AsyncIterable<Uint8Array>,
  isAnswered: () => boolean,
): Promise<void> {
  const closed = once(sent, 'close')
  for await (const chunk of body) {
    if (isAnswered() || sent.destroyed) return
    if (!sent.write(chunk)) {
      const leaving = new AbortController()
      await Promise.race([once(sent, 'drain', { signal: leaving.signal }).catch(() => {}), closed])
      leaving.abort()
    }
  }
  sent.end()
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
