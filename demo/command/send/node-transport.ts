import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SilenceLimit } from '../../../component/engine/storage/silence-limit.ts'
import { StallWatchdog } from '../../../component/engine/storage/stall-watchdog.ts'
import type {
  Transport,
  TransportOptions,
  TransportRequest,
  TransportResponse,
} from '../../../component/engine/storage/transport.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { formBody } from './form-body.ts'

/** Errors of S3 have a few hundred bytes; a proxy may answer with more. */
const MAX_RESPONSE_BYTES = 64 * 1024

/** Sends bytes to S3 over `node:http`, because `fetch` cannot report progress. */
export class NodeTransport implements Transport {
  readonly #watchdog = new StallWatchdog()
  readonly #agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  }

  async send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
    options.signal.throwIfAborted()
    const { headers, blob } = encoded(request)
    const controller = new AbortController()
    const abort = () => controller.abort(options.signal.reason)
    options.signal.addEventListener('abort', abort, { once: true })
    const limit = new SilenceLimit({
      timeoutMs: options.stallTimeoutMs,
      stalls: options.stalls ?? 0,
      size: blob.size,
      startedAtMs: performance.now(),
      bytesPerMs: 0,
      isLive: false,
    })
    const watch = this.#watchdog.watch(limit.ms, () => {
      const detail = `No byte was sent and no response came for ${Math.round(limit.ms)} ms`
      controller.abort(new UploadError('stalled', detail, { retryable: true }))
    })
    const report = (sent: number) => {
      limit.progressed(performance.now(), sent, blob.size)
      watch.active(limit.ms)
      if (!controller.signal.aborted) options.onProgress(sent, blob.size)
    }
    try {
      const outgoing = this.#open(request, { ...headers, 'content-length': String(blob.size) })
      controller.signal.addEventListener('abort', () => outgoing.destroy(), { once: true })
      return await exchange(outgoing, blob, report)
    } catch (cause) {
      controller.signal.throwIfAborted()
      throw new UploadError('network', 'The connection to S3 broke', { cause, retryable: true })
    } finally {
      watch.stop()
      options.signal.removeEventListener('abort', abort)
    }
  }

  /** Closes idle connections. */
  close(): void {
    this.#agents.http.destroy()
    this.#agents.https.destroy()
  }

  #open({ method, url }: TransportRequest, headers: Record<string, string>): ClientRequest {
    return url.startsWith('https:')
      ? https.request(url, { method, headers, agent: this.#agents.https })
      : http.request(url, { method, headers, agent: this.#agents.http })
  }
}

function encoded({ body, headers }: TransportRequest): { headers: Record<string, string>; blob: Blob } {
  if (body instanceof Blob) return { headers, blob: body }
  const { contentType, blob } = formBody(body)
  return { headers: { ...headers, 'content-type': contentType }, blob }
}

/** Resolves with the response, also where it comes before the last byte of the body is sent. */
async function exchange(
  outgoing: ClientRequest,
  blob: Blob,
  report: (sent: number) => void,
): Promise<TransportResponse> {
  const response = new Promise<TransportResponse>((resolve, reject) => {
    let hasBegun = false
    outgoing.on('response', (incoming) => {
      hasBegun = true
      readResponse(incoming).then(resolve, reject)
    })
    outgoing.on('error', reject)
    outgoing.on('close', () => {
      if (!hasBegun) reject(new Error('The connection was closed without a response'))
    })
  })
  // After an early response the rest of the body cannot be sent.
  const sending = pipeline(Readable.from(chunksOf(blob, report)), outgoing)
  await Promise.race([response, sending.then(() => response)])
  sending.catch(() => {})
  return response
}

async function* chunksOf(blob: Blob, report: (sent: number) => void): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const chunk of blob.stream()) {
    yield chunk
    // The next chunk is asked for when the socket has taken this one.
    sent += chunk.length
    report(sent)
  }
}

async function readResponse(incoming: IncomingMessage): Promise<TransportResponse> {
  const status = incoming.statusCode ?? 0
  let text = ''
  incoming.setEncoding('utf8')
  for await (const chunk of incoming) if (text.length < MAX_RESPONSE_BYTES) text += chunk
  const isTaken = status >= 200 && status < 300
  const isPage = /html/i.test(incoming.headers['content-type'] ?? '')
  const requestId = incoming.headers['x-amz-request-id']
  return {
    status,
    requestId: isTaken || typeof requestId !== 'string' ? null : requestId,
    text: isTaken && !isPage ? '' : text,
  }
}
