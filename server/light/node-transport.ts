import type { IncomingMessage } from 'node:http'
import type { Transport, TransportResponse } from './transport.ts'

/** As many as the AWS SDK opens to one host. */
const MAX_SOCKETS = 50

/** `null` on other runtimes, also on those that have Node's modules: their own `fetch` is better. */
export function nodeTransport(): Transport | null {
  const modules = nodeModules()
  if (modules === null) return null
  const { http, https } = modules
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS }
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }

  return ({ method, url, headers, body }, { signal, timeoutMs }) =>
    new Promise<TransportResponse>((resolve, reject) => {
      const isPlain = url.protocol === 'http:'
      const request = (isPlain ? http : https).request(url, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-length': byteLength(body) },
        agent: isPlain ? agents['http:'] : agents['https:'],
      })
      const timer =
        timeoutMs === null
          ? undefined
          : setTimeout(
              () => request.destroy(new Error(`There was no response in ${timeoutMs} ms`)),
              timeoutMs,
            )
      const onAbort = () => request.destroy(new Error('The wait was ended'))
      const settle = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      request.on('error', (error) => {
        settle()
        reject(error)
      })
      request.on('response', (response) => {
        textOf(response).then(
          (text) => {
            settle()
            resolve({ statusCode: response.statusCode ?? 0, headers: headersOf(response), body: text })
          },
          (error: unknown) => {
            settle()
            reject(error)
          },
        )
      })
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
      request.end(body)
    })
}

interface NodeModules {
  http: typeof import('node:http')
  https: typeof import('node:https')
}

/** Not imported: bundles for edge runtimes must not name modules that are not there. */
function nodeModules(): NodeModules | null {
  if (typeof process === 'undefined' || typeof process.getBuiltinModule !== 'function') return null
  // Bun, Deno and Workers have these modules too, and name themselves here; Node does so since 21.
  const agent: unknown = Reflect.get(Reflect.get(globalThis, 'navigator') ?? {}, 'userAgent')
  if (typeof agent === 'string' && !agent.startsWith('Node.js')) return null
  const http = process.getBuiltinModule('node:http')
  const https = process.getBuiltinModule('node:https')
  return http === undefined || https === undefined ? null : { http, https }
}

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}

/** By events: an asynchronous iterator costs as much as the signature. */
function textOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => {
      text += chunk
    })
    response.on('end', () => resolve(text))
    // Also when the connection ends before the response does.
    response.on('error', reject)
  })
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const single: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return single
}
