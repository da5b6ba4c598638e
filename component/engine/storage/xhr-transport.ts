import { UploadError } from '../upload/upload-error.ts'
import { StallWatchdog, type Watch } from './stall-watchdog.ts'
import type { Transport, TransportOptions, TransportRequest, TransportResponse } from './transport.ts'

/**
 * What leaves in one go has no progress but 0 and then all: so few bytes always, …
 * A form that nobody listens to needs no preflight, and the page hears of a third of the events.
 */
const ONE_PIECE = 32 * 1024
/** … and as many, up to a limit, as the last request sent within so many milliseconds. */
const SOON = { ms: 200, bytes: 4 * 1024 ** 2 }

/** XMLHttpRequest, because `fetch` cannot report upload progress. The only file that names it. */
export class XhrTransport implements Transport {
  /** Bytes per millisecond of the last request that ended well. */
  #pace = 0
  readonly #watchdog = new StallWatchdog()

  send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      const { signal, stallTimeoutMs } = options
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const xhr = new XMLHttpRequest()
      const startedAt = performance.now()
      let watch: Watch | undefined

      const settle = (finish: () => void) => {
        watch?.stop()
        signal.removeEventListener('abort', onAbort)
        // Safari may fire one more event after the end.
        xhr.upload.onprogress = null
        xhr.onload = xhr.onerror = xhr.onabort = null
        finish()
      }
      const onAbort = () => {
        settle(() => reject(signal.reason))
        xhr.abort()
      }
      const onDead = () => {
        const error = new UploadError('network', 'The connection to S3 broke', { retryable: true })
        settle(() => reject(error))
      }
      const onStall = () => {
        // Maybe it only was slow, and nobody listened.
        this.#pace = 0
        const detail = `S3 took no byte and gave no answer for ${stallTimeoutMs} ms`
        settle(() => reject(new UploadError('stalled', detail, { retryable: true })))
        xhr.abort()
      }

      if (request.size > ONE_PIECE && !this.leavesSoon(request.size)) {
        // Before open(), or some browsers never call it.
        xhr.upload.onprogress = (event) => {
          watch?.heard()
          options.onProgress(event.loaded, event.lengthComputable ? event.total : 0)
        }
      }
      xhr.onload = () => {
        const { status } = xhr
        this.#pace = request.size / (performance.now() - startedAt)
        const isTaken = status >= 200 && status < 300
        // Where a store does not show its header, the browser complains about whoever asks: only where it matters.
        const requestId = isTaken ? null : xhr.getResponseHeader('x-amz-request-id')
        settle(() => resolve({ status, requestId, text: isTaken ? '' : xhr.responseText }))
      }
      xhr.onerror = onDead
      // Not by us: Safari calls a connection that it dropped itself an abort.
      xhr.onabort = onDead

      signal.addEventListener('abort', onAbort, { once: true })
      xhr.open(request.method, request.url)
      // No header but the signed ones: any other would fail S3's preflight.
      for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value)
      xhr.send(request.body)
      // Runs before and after the last byte left: a silent socket looks the same in both.
      watch = this.#watchdog.watch(stallTimeoutMs, onStall)
    })
  }

  leavesSoon(size: number): boolean {
    return size <= Math.min(SOON.bytes, SOON.ms * this.#pace)
  }
}
