import { UploadError } from '../upload/upload-error.ts'
import { SilenceLimit } from './silence-limit.ts'
import { StallWatchdog, type Watch } from './stall-watchdog.ts'
import type { Transport, TransportOptions, TransportRequest, TransportResponse } from './transport.ts'

/**
 * Requests of at most 32 KiB have no progress worth reporting, and neither have those that finish within 200 ms. Without
 * an upload listener a form needs no preflight, and the page gets a third of the events.
 */
const NO_PROGRESS = { bytes: 32 * 1024, ms: 200 }
/** Smaller requests say little about the rate: the round trip dominates. */
const MIN_MEASURED_BYTES = 256 * 1024
/** No larger request counts as finishing soon: one fast request says too little about it. */
const MAX_PREDICTED_BYTES = 4 * 1024 ** 2

/** XMLHttpRequest, because `fetch` cannot report upload progress. The only file that uses it. */
export class XhrTransport implements Transport {
  /** Bytes per millisecond of the last request that got a response; 0 after a stall. */
  #bytesPerMs = 0
  /** The same for requests of at least 256 KiB: in smaller ones the round trip dominates. 0 where unknown. */
  #largeBytesPerMs = 0
  /** Whether progress events have followed the bytes sent, and no request stalled since. */
  #isLive = false
  readonly #watchdog = new StallWatchdog()

  send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      const { signal, stallTimeoutMs, stalls = 0 } = options
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
        // The request may only have been slow: the next one gets a progress listener, which is not trusted at first.
        this.#bytesPerMs = 0
        this.#isLive = false
        const detail = `No byte was sent and no response came for ${Math.round(limit.ms)} ms`
        settle(() => reject(new UploadError('stalled', detail, { retryable: true })))
        xhr.abort()
      }

      const { size } = request
      const isObserved = size > NO_PROGRESS.bytes && !this.finishesWithin(NO_PROGRESS.ms, size)
      const limit = new SilenceLimit({
        timeoutMs: stallTimeoutMs,
        stalls,
        size,
        startedAtMs: startedAt,
        bytesPerMs: this.#largeBytesPerMs,
        isLive: isObserved && this.#isLive,
      })
      if (isObserved) {
        // Set before open(), or some browsers never call it.
        xhr.upload.onprogress = ({ loaded, lengthComputable, total }) => {
          const knownTotal = lengthComputable ? total : 0
          limit.progressed(performance.now(), loaded, knownTotal)
          if (limit.isConfirmedLive) this.#isLive = true
          watch?.active(limit.ms)
          options.onProgress(loaded, knownTotal)
        }
      }
      xhr.onload = () => {
        const { status } = xhr
        this.#bytesPerMs = size / (performance.now() - startedAt)
        if (size >= MIN_MEASURED_BYTES) this.#largeBytesPerMs = this.#bytesPerMs
        const isTaken = status >= 200 && status < 300
        // Read on errors only: where CORS does not expose the header, the browser logs every read of it.
        const requestId = isTaken ? null : xhr.getResponseHeader('x-amz-request-id')
        // S3 never answers with a web page; a hotspot or a proxy does.
        const isPage = /html/i.test(xhr.getResponseHeader('content-type') ?? '')
        settle(() => resolve({ status, requestId, text: isTaken && !isPage ? '' : xhr.responseText }))
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
      watch = this.#watchdog.watch(limit.ms, onStall)
    })
  }

  finishesWithin(ms: number, size: number): boolean {
    return size <= Math.min(MAX_PREDICTED_BYTES, ms * this.#bytesPerMs)
  }
}
