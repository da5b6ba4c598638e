import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { AwsError } from './aws-error.ts'
import type { SignedRequest } from './signature.ts'

export type HttpResponse = { status: number; headers?: Record<string, string>; body?: string | Readable }
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

/** A client may be silent for 20 s, also within a body: about as long as on S3. */
const IDLE_TIMEOUT_MS = 20_000
/** The body of a refused request is read for 15 s, so that the client can read the error. */
const DRAIN_MS = 15_000

/**
 * Listens on 127.0.0.1 only: the credentials are public.
 *
 * @throws LocalAwsError `port-in-use`, `listen-failed`
 */
export async function listenOnLoopback(
  port: number,
  serve: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  idleTimeoutMs: number = IDLE_TIMEOUT_MS,
): Promise<LoopbackServer> {
  // Node's defaults end a request after 5 minutes (5 GiB can take longer) and wait 60 s for the headers.
  const timeouts = { requestTimeout: 0, headersTimeout: IDLE_TIMEOUT_MS, connectionsCheckingInterval: 5_000 }
  const server = createServer(timeouts, (message, response) => {
    // The reader of the body handles a disconnect; without a listener the error would end the process.
    message.on('error', () => {})
    // Ends readers that still wait for the rest of the body.
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

export async function sendResponse(
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, body = '' }: HttpResponse,
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
    // Closing while the client sends would reset the connection, and a browser would report a network error instead
    // of this response. So the response is sent first, and the client's bytes are read and dropped for DRAIN_MS.
    response.flushHeaders()
    response.write(body)
    await finished(message.resume(), { signal: AbortSignal.timeout(DRAIN_MS) }).catch(() => {})
  }
  response.end(isStillSending ? '' : body)
  await finished(response)
}
