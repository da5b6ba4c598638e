/** A proxy before a store or an API, which answers some requests itself: the fault of a test. */
import { type IncomingHttpHeaders, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { listen } from '../support/listen.ts'

export interface ProxiedRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** `undefined`: the request goes on. `'silence'`: no response comes. `'close'`: the connection is closed. */
export type Change = (
  request: ProxiedRequest,
) => Reply | 'silence' | 'close' | undefined | { readonly without: string }

/** The address of the proxy, which lives as long as the test. */
export async function changingProxy(target: string, change: Change): Promise<string> {
  const { hostname, port } = new URL(target)
  const { url: address, close } = await listen(async (message, response) => {
    const { method = '', url = '', headers } = message
    const { pathname: path, searchParams: query } = new URL(url, target)
    const body = await buffer(message)
    const reply = change({ method, path, query, headers, body })
    if (reply === 'silence') return
    if (reply === 'close') {
      message.socket.destroy()
      return
    }
    if (reply !== undefined && 'status' in reply) {
      response.writeHead(reply.status, { ...reply.headers }).end(method === 'HEAD' ? undefined : reply.body)
      return
    }
    const onward = request({ hostname, port, method, path: url, headers, setHost: false }, (answer) => {
      const kept = Object.entries(answer.headers).filter(([name]) => name !== reply?.without)
      response.writeHead(answer.statusCode ?? 500, Object.fromEntries(kept))
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    onward.end(body)
  })
  onTestFinished(close)
  return address
}

export function s3Error(status: number, code: string, message = '', headers = {}): Reply {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body }
}

/** The configuration of a bucket that has the name in its query. */
export function bucketConfiguration(name: string, root: string, content: string): Change {
  const body = `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`
  return ({ method, query }) =>
    method === 'GET' && query.has(name)
      ? { status: 200, headers: { 'content-type': 'application/xml' }, body }
      : undefined
}
