/**
 * The embedded S3: HTTP in, HTTP out.
 *
 * Owns: the way of every request (address, CORS, route, signature, operation, answer), the ids and CORS headers on
 * every answer, that a refusal reaches the client while it still sends, and the trace. Does not own: what the
 * operations do (*-operations.ts, post-object.ts) and where things are kept (*-store.ts).
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { type CorsRule, corsHeaders } from './cors.ts'
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts'
import { MultipartStore } from './multipart-store.ts'
import { ObjectStore } from './object-store.ts'
import { authenticate, type SignedPayload, type Signer } from './s3-auth.ts'
import { type AnswerIds, S3Error, s3ErrorXml } from './s3-error.ts'
import { readS3Request, type S3Answer, type S3Request } from './s3-request.ts'
import { findRoute, type S3Route } from './s3-router.ts'
import type { OnTrace, S3Trace } from './trace.ts'

export interface S3ServerOptions {
  port: number
  directory: string
  signer: Signer
  /** Buckets that exist from the start; an existing one gets these rules. */
  buckets: { name: string; corsRules: CorsRule[] }[]
  onTrace: OnTrace
  /** How long a client may pause in the middle of a body. Default: 20,000 ms, about what S3 grants. */
  idleTimeoutMs?: number
}

/** How much of an unwanted body is read so that the client gets to see why it is unwanted. */
const DRAIN_BYTES = 1024 ** 3
const DRAIN_MS = 15_000

export async function startS3Server(options: S3ServerOptions): Promise<LoopbackServer> {
  const store = new ObjectStore(options.directory)
  const uploads = new MultipartStore(options.directory, store.blobs)
  const known = new Set([...store.blobIds(), ...uploads.blobIds()])
  await store.blobs.open((id) => known.has(id))
  for (const { name, corsRules } of options.buckets) {
    const { createdAt = new Date().toISOString(), access = 'private' } = store.findBucket(name) ?? {}
    store.saveBucket({ name, createdAt, access, corsRules })
  }
  const server = new S3Server(options, store, uploads)
  return listenOnLoopback(options.port, (message, response) => {
    server.serve(message, response).catch(() => message.destroy())
  })
}

class S3Server {
  readonly #options: S3ServerOptions
  readonly #store: ObjectStore
  readonly #uploads: MultipartStore
  readonly #wireBytes = new WeakMap<Socket, { read: number; written: number }>()

  constructor(options: S3ServerOptions, store: ObjectStore, uploads: MultipartStore) {
    this.#options = options
    this.#store = store
    this.#uploads = uploads
  }

  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client that leaves is noticed where its body is read; without a listener it would end the process.
    message.on('error', () => {})
    const ids: AnswerIds = {
      requestId: randomBytes(8).toString('hex').toUpperCase(),
      hostId: randomBytes(48).toString('base64'),
    }
    let request: S3Request | null = null
    let answer: S3Answer
    let failure: { errorCode?: string; errorMessage?: string } = {}
    const trace = this.#startTrace(message)
    try {
      request = readS3Request(message)
      answer = await this.#answer(request, response, trace)
    } catch (error) {
      const refusal =
        error instanceof S3Error
          ? error
          : new S3Error('InternalError', { message: String(error), cause: error })
      failure = { errorCode: refusal.code, errorMessage: refusal.message }
      answer = refusalAnswer(refusal, message, ids)
    }
    if (message.socket.destroyed) {
      trace.end({ status: 0, errorCode: 'ClientDisconnected' })
      return
    }
    const headers = {
      ...answer.headers,
      ...(request ? this.#corsHeaders(request) : {}),
      'x-amz-request-id': ids.requestId,
      'x-amz-id-2': ids.hostId,
      server: 'AmazonS3',
    }
    try {
      // Who stopped sending is not waited for again.
      const unread = failure.errorCode === 'RequestTimeout' ? 'dropped' : 'drained'
      await send(message, response, { ...answer, headers }, unread)
      trace.end({ status: answer.status, ...failure }, answer.storedKey)
    } catch {
      trace.end({ status: answer.status, errorCode: 'ClientDisconnected' })
    }
    // Whoever still waits for the rest of the body gets to know that there is none.
    if (!message.complete) message.destroy()
  }

  async #answer(request: S3Request, response: ServerResponse, trace: RequestTrace): Promise<S3Answer> {
    if (request.method === 'OPTIONS') {
      trace.start('Preflight', request)
      return this.#preflight(request)
    }
    const route = findRoute(request)
    trace.start(route.operation, request)
    const payload = this.#authenticate(route, request)
    // Looked at before the body is, so that nobody sends gigabytes to a bucket that is not there.
    if (request.bucket !== null && route.operation !== 'CreateBucket') this.#store.bucket(request.bucket)
    if (/^100-continue$/i.test(request.header('expect') ?? '')) response.writeContinue()
    const call = {
      request,
      bucket: request.bucket ?? '',
      key: request.key ?? '',
      payload,
      signer: this.#options.signer,
      store: this.#store,
      uploads: this.#uploads,
    }
    const stall = watchForStall(request.message, this.#options.idleTimeoutMs ?? 20_000)
    try {
      return await Promise.race([route.handle(call), stall.stalled])
    } finally {
      stall.end()
    }
  }

  #authenticate(route: S3Route, request: S3Request): SignedPayload {
    if (route.signature === 'form') return { kind: 'unsigned' }
    return authenticate(request, this.#options.signer, Date.now())
  }

  #preflight(request: S3Request): S3Answer {
    const method = request.header('access-control-request-method')
    if (request.header('origin') === undefined || method === undefined) {
      throw new S3Error('BadRequest', {
        message: 'Insufficient information. Origin and Access-Control-Request-Method headers needed.',
      })
    }
    const { corsRules } = this.#store.bucket(request.bucket ?? '')
    if (corsRules.length === 0) {
      throw new S3Error('AccessForbidden', { message: 'CORSResponse: CORS is not enabled for this bucket.' })
    }
    if (Object.keys(this.#corsHeaders(request)).length === 0) {
      throw new S3Error('AccessForbidden', { details: { Method: method, ResourceType: 'OBJECT' } })
    }
    return { status: 200 }
  }

  #corsHeaders(request: S3Request): Record<string, string> {
    const origin = request.header('origin')
    const bucket = request.bucket === null ? null : this.#store.findBucket(request.bucket)
    if (origin === undefined || !bucket) return {}
    const isPreflight = request.method === 'OPTIONS'
    const method = isPreflight ? (request.header('access-control-request-method') ?? '') : request.method
    const asked = isPreflight ? (request.header('access-control-request-headers') ?? '') : ''
    const requestHeaders = asked.split(',').flatMap((name) => name.trim() || [])
    return corsHeaders(bucket.corsRules, { origin, method, requestHeaders }) ?? {}
  }

  #startTrace({ socket }: IncomingMessage): RequestTrace {
    const startedAt = Date.now()
    const before = this.#wireBytes.get(socket) ?? { read: 0, written: 0 }
    const id = randomUUID()
    let known: Pick<S3Trace, 'service' | 'operation' | 'bucket' | 'key'> = {
      service: 's3',
      operation: 'Unknown',
      bucket: null,
      key: null,
    }
    return {
      start: (operation, { bucket, key }) => {
        known = { service: 's3', operation, bucket, key }
        this.#options.onTrace({ phase: 'start', id, startedAt, ...known })
      },
      end: (result, storedKey) => {
        const now = { read: socket.bytesRead, written: socket.bytesWritten }
        this.#wireBytes.set(socket, now)
        this.#options.onTrace({
          phase: 'end',
          id,
          startedAt,
          durationMs: Date.now() - startedAt,
          ...known,
          key: storedKey ?? known.key,
          requestBytes: now.read - before.read,
          responseBytes: now.written - before.written,
          ...result,
        })
      },
    }
  }
}

interface RequestTrace {
  start(operation: string, request: Pick<S3Request, 'bucket' | 'key'>): void
  end(result: { status: number; errorCode?: string; errorMessage?: string }, storedKey?: string): void
}

function refusalAnswer(refusal: S3Error, message: IncomingMessage, ids: AnswerIds): S3Answer {
  if (message.method === 'HEAD') return { status: refusal.status }
  const resource = (message.url ?? '/').split('?')[0] ?? '/'
  return { status: refusal.status, body: s3ErrorXml(refusal, resource, ids) }
}

async function send(
  message: IncomingMessage,
  response: ServerResponse,
  answer: S3Answer,
  unread: 'drained' | 'dropped',
): Promise<void> {
  const { status, headers, body } = answer
  if (body instanceof Readable) {
    response.writeHead(status, headers)
    await pipeline(body, response)
    return
  }
  const isBodyless = message.method === 'HEAD' || status === 204 || status === 304
  const isUnread = !message.complete && announcesBody(message)
  response.writeHead(status, {
    ...(isBodyless ? {} : { 'content-length': String(Buffer.byteLength(body ?? '')) }),
    ...(body === undefined ? {} : { 'content-type': 'application/xml' }),
    ...headers,
    ...(isUnread ? { connection: 'close' } : {}),
  })
  // Closing on a client that still sends would reset the connection, and a browser then shows a network error
  // instead of this answer. So it gets the whole answer first, and for a while its bytes are read and dropped.
  if (body !== undefined) response.write(body)
  else response.flushHeaders()
  if (isUnread && unread === 'drained') await drain(message)
  response.end()
  await finished(response)
}

function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

async function drain(message: IncomingMessage): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve) => {
    let left = DRAIN_BYTES
    timer = setTimeout(resolve, DRAIN_MS)
    message.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left <= 0) resolve()
    })
    message.on('end', resolve)
    message.on('close', resolve)
    message.resume()
  })
  clearTimeout(timer)
}

function watchForStall(message: IncomingMessage, idleTimeoutMs: number) {
  const stalled = new Promise<never>((_, reject) => {
    message.setTimeout(idleTimeoutMs, () => {
      if (!message.complete) reject(new S3Error('RequestTimeout'))
    })
  })
  stalled.catch(() => {})
  return { stalled, end: () => message.socket.setTimeout(0) }
}
