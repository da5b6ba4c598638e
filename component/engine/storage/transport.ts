/** The port that sends bytes to S3. `XhrTransport` is its adapter for browsers. */
export interface Transport {
  /**
   * Resolves with any HTTP response. No progress is reported after it settles.
   *
   * @throws UploadError `network` or `stalled`, both retryable, where there is no response
   * @throws the signal's reason when aborted
   */
  send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse>
  /** Whether a request of `size` bytes would finish within `ms`, judged by earlier ones. Default: unknown, so no. */
  finishesWithin?(ms: number, size: number): boolean
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
  /** Bytes of the body sent, and its total; 0 where that is unknown. */
  onProgress(sent: number, total: number): void
  /**
   * Most milliseconds without progress while bytes are sent; 0 for no limit. Where progress cannot be observed, as after
   * the last byte, a transport waits longer.
   */
  stallTimeoutMs: number
  /** Earlier attempts of this request that stalled: each doubles the time. Default: 0. */
  stalls?: number
}

export interface TransportResponse {
  status: number
  /** S3's id of the request; null on success. */
  requestId: string | null
  /** XML of an error, or a web page in place of S3's response; `''` on success. */
  text: string
}
