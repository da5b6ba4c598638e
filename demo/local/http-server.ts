import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { AwsError } from './aws-error.ts'
import type { SignedRequest } from './signature.ts'

export type Answer = { status: number; headers?: Record<string, string>; body?: string | Readable }
export type LoopbackServer = { endpoint: string; close(): Promise<void> }
export type LocalAwsErrorCode = 'port-in-use' | 'listen-failed'

export class LocalAwsError extends Error {
  override readonly name = 'LocalAwsError'
  readonly code: LocalAwsErrorCode
  readonly port: number

  constructor(code: LocalAwsErrorCode, port: number, cause: unknown) {
    super(code === 'port-in-use' ? `Port ${port} is in use` : `Cannot listen on port ${port}`, { cause })
    this.code = code
    this.port = port
  }
}

/** How long a client may be silent, in the middle of a body too: about what S3 grants. */
const IDLE_TIMEOUT_MS = 20_000
/** How long an unwanted body is read so that the client gets to see why it is unwanted. */
const DRAIN_MS = 15_000

/** On 127.0.0.1 and nowhere else, since the credentials are public. Rejects with LocalAwsError. */
export async function listenOnLoopback(
  port: number,
  serve: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  idleTimeoutMs: number = IDLE_TIMEOUT_MS,
): Promise<LoopbackServer> {
  // Node would end every request after five minutes, but 5 GiB may take longer; and it would wait long for a head.
  const timeouts = { requestTimeout: 0, headersTimeout: IDLE_TIMEOUT_MS, connectionsCheckingInterval: 5_000 }
  const server = createServer(timeouts, (message, response) => {
    // A client that leaves is noticed where its body is read; without a listener it would end the process.
    message.on('error', () => {})
    // Whoever still waits for the rest of a body gets to know that there is none.
    const hangUp = () => message.complete || message.destroy()
    serve(message, response).then(hangUp, () => message.destroy())
  })
  server.setTimeout(idleTimeoutMs)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new LocalAwsError(cause.code === 'EADDRINUSE' ? 'port-in-use' : 'listen-failed', port, cause))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const close = async () => {
    server.close().closeAllConnections()
    await once(server, 'close')
  }
  return { endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`, close }
}

export function readRequest({ method = '', url = '', headers }: IncomingMessage): SignedRequest {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(url) ?? []
  try {
    return {
      method,
      path: decodeURIComponent(path),
      query: new URLSearchParams(query),
      headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    }
  } catch (cause) {
    throw new AwsError('InvalidURI', undefined, { cause })
  }
}

export async function sendAnswer(
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, body = '' }: Answer,
): Promise<void> {
  if (message.socket.destroyed) throw new Error('The client has left')
  if (body instanceof Readable) {
    response.writeHead(status, headers)
    return pipeline(body, response)
  }
  const { 'transfer-encoding': encoding, 'content-length': length } = message.headers
  const isStillSending = !message.complete && (encoding !== undefined || Number(length) > 0)
  response.writeHead(status, {
    ...(status === 204 || status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...(body === '' ? {} : { 'content-type': 'application/xml' }),
    ...headers,
    ...(isStillSending ? { connection: 'close' } : {}),
  })
  if (isStillSending) {
    // Closing on a client that still sends would reset the connection, and a browser then shows a network error
    // instead of this answer. So it gets the whole answer first, and for a while its bytes are read and dropped.
    response.flushHeaders()
    response.write(body)
    await finished(message.resume(), { signal: AbortSignal.timeout(DRAIN_MS) }).catch(() => {})
  }
  response.end(isStillSending ? '' : body)
  await finished(response)
}
