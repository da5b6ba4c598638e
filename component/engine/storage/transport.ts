/** The port that carries bytes to S3. `XhrTransport` is its adapter for browsers. */
export interface Transport {
  /**
   * Resolves with any HTTP answer. Rejects with an `UploadError` (`network`, `stalled`) where there is none, and with
   * the signal's reason when aborted; nothing is reported after that.
   */
  send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse>
  /** Whether so many bytes leave in a moment, as far as the line has shown. Default: nobody knows. */
  leavesSoon?(size: number): boolean
}

export interface TransportRequest {
  method: 'POST' | 'PUT'
  url: string
  headers: Readonly<Record<string, string>>
  body: FormData | Blob
  /** Bytes of the file in the body. */
  size: number
}

export interface TransportOptions {
  signal: AbortSignal
  /** Bytes of the whole body that left, and how many there are. */
  onProgress(sent: number, total: number): void
  /** Give up after so many milliseconds without a byte or an answer; 0 for never. */
  stallTimeoutMs: number
}

export interface TransportResponse {
  status: number
  /** S3's name for the request; only of a refusal. */
  requestId: string | null
  /** Likewise: its reasons, in XML. */
  text: string
}
