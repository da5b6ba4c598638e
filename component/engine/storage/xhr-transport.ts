import { UploadError } from '../upload/upload-error.ts'
import { StallWatchdog, type Watch } from './stall-watchdog.ts'
import type { Transport, TransportOptions, TransportRequest, TransportResponse } from './transport.ts'

/**
 * Requests of at most 32 KiB have no progress worth reporting, and neither have those that finish within 200 ms. Without
 * an upload listener a form needs no preflight, and the page gets a third of the events.
 */
const NO_PROGRESS = { bytes: 32 * 1024, ms: 200 }
/** No larger request counts as finishing soon: one fast request says too little about it. */
const MAX_PREDICTED_BYTES = 4 * 1024 ** 2

/** XMLHttpRequest, because `fetch` cannot report upload progress. The only file that uses it. */
export class XhrTransport implements Transport {
  /** Bytes per millisecond of the last request that got a response. */
  #bytesPerMs = 0
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
        // Safari may fire another event after the end.
        xhr.upload.onprogress = null
        xhr.onload = xhr.onerror = xhr.onabort = null
        finish()
      }
      const onAbort = () => {
        settle(() => reject(signal.reason))
        xhr.abort()
      }
      const onBroken = () => {
        const error = new UploadError('network', 'The connection to S3 broke', { retryable: true })
        settle(() => reject(error))
      }
      const onStall = () => {
        // The request may only have been slow: the next one gets a progress listener.
        this.#bytesPerMs = 0
        const detail = `S3 took no byte and gave no answer for ${stallTimeoutMs} ms`
        settle(() => reject(new UploadError('stalled', detail, { retryable: true })))
        xhr.abort()
      }

      if (request.size > NO_PROGRESS.bytes && !this.finishesWithin(NO_PROGRESS.ms, request.size)) {
        // Set before open(), or some browsers never call it.
        xhr.upload.onprogress = (event) => {
          watch?.active()
          options.onProgress(event.loaded, event.lengthComputable ? event.total : 0)
        }
      }
      xhr.onload = () => {
        const { status } = xhr
        this.#bytesPerMs = request.size / (performance.now() - startedAt)
        const isTaken = status >= 200 && status < 300
        // Read on errors only: where CORS does not expose the header, the browser logs every read of it.
        const requestId = isTaken ? null : xhr.getResponseHeader('x-amz-request-id')
        settle(() => resolve({ status, requestId, text: isTaken ? '' : xhr.responseText }))
      }
      xhr.onerror = onBroken
      // `settle` removes this handler before our own abort: Safari reports a dropped connection as an abort.
      xhr.onabort = onBroken

      signal.addEventListener('abort', onAbort, { once: true })
      xhr.open(request.method, request.url)
      // Signed headers only: any other would fail S3's preflight.
      for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value)
      xhr.send(request.body)
      // Also after the last byte: the response may never come.
      watch = this.#watchdog.watch(stallTimeoutMs, onStall)
    })
  }

  finishesWithin(ms: number, size: number): boolean {
    return size <= Math.min(MAX_PREDICTED_BYTES, ms * this.#bytesPerMs)
  }
}
