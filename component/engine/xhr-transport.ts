import { StallWatchdog } from './stall-watchdog.ts'
import type { Transport, TransportOptions, TransportRequest, TransportResponse } from './transport.ts'
import { UploadError } from './upload-error.ts'

/**
 * So few bytes leave in one piece: their progress would be 0 and then all. A form that nobody listens to needs no
 * preflight, and the page hears of a third of the events.
 */
const ONE_PIECE = 32 * 1024

/** XMLHttpRequest, because `fetch` cannot report upload progress. The only file that names it. */
export class XhrTransport implements Transport {
  send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      const { signal, stallTimeoutMs } = options
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const xhr = new XMLHttpRequest()
      let watchdog: StallWatchdog | undefined

      const settle = (finish: () => void) => {
        watchdog?.stop()
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
      const onDead = () =>
        settle(() => reject(new UploadError('network', 'The connection to S3 broke', { retryable: true })))
      const onStall = () => {
        settle(() =>
          reject(
            new UploadError('stalled', `S3 took no byte and gave no answer for ${stallTimeoutMs} ms`, {
              retryable: true,
            }),
          ),
        )
        xhr.abort()
      }

      if (request.size > ONE_PIECE) {
        // Before open(), or some browsers never call it.
        xhr.upload.onprogress = (event) => {
          watchdog?.heard()
          options.onProgress(event.loaded, event.lengthComputable ? event.total : 0)
        }
      }
      xhr.onload = () =>
        settle(() =>
          resolve({
            status: xhr.status,
            etag: xhr.getResponseHeader('etag'),
            requestId: xhr.getResponseHeader('x-amz-request-id'),
            text: xhr.responseText,
          }),
        )
      xhr.onerror = onDead
      // Not by us: Safari calls a connection that it dropped itself an abort.
      xhr.onabort = onDead

      signal.addEventListener('abort', onAbort, { once: true })
      xhr.open(request.method, request.url)
      // No header but the signed ones: any other would fail S3's preflight.
      for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value)
      xhr.send(request.body)
      // Runs before and after the last byte left: a silent socket looks the same in both.
      watchdog = new StallWatchdog({ timeoutMs: stallTimeoutMs, onStall })
    })
  }
}
