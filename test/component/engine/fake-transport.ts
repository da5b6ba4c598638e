import type {
  Transport,
  TransportOptions,
  TransportRequest,
  TransportResponse,
} from '../../../component/engine/storage/transport.ts'

export interface Sending {
  readonly request: TransportRequest
  readonly signal: AbortSignal
  progress(sent: number, total: number): void
  answer(status: number, text?: string): void
  fail(error: Error): void
}

/** S3 at the engine's own port: every request waits until the test answers it, or succeeds at once with `autoStore`. */
export class FakeTransport implements Transport {
  readonly sendings: Sending[] = []
  autoStore = false
  inFlight = 0
  maxInFlight = 0

  send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
    this.inFlight += 1
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight)
    let settled = () => {}
    return new Promise<TransportResponse>((resolve, reject) => {
      const sending: Sending = {
        request,
        signal: options.signal,
        progress: options.onProgress,
        answer: (status, text = '') => resolve({ status, text, requestId: 'request-1' }),
        fail: reject,
      }
      const onAbort = () => reject(options.signal.reason)
      options.signal.addEventListener('abort', onAbort, { once: true })
      settled = () => options.signal.removeEventListener('abort', onAbort)
      this.sendings.push(sending)
      if (this.autoStore) queueMicrotask(() => sending.answer(201))
    }).finally(() => {
      this.inFlight -= 1
      settled()
    })
  }

  /** The nth request so far; throws where there is none. */
  at(index: number): Sending {
    const sending = this.sendings.at(index)
    if (sending === undefined) throw new Error(`Nothing was sent at ${index}`)
    return sending
  }
}
