/** Converts videos: a port. A conversion takes minutes; its end is an event. */
export interface MediaConverter {
  /**
   * Starts a conversion, once for each token.
   *
   * @throws Error when it was not accepted: the message must be delivered again.
   */
  start(conversion: Conversion): Promise<void>
}

export interface Conversion {
  /** The same for each delivery of an upload. At most 64 characters. */
  token: string
  source: { bucket: string; key: string }
  /** Where results are stored: keys begin with `prefix`. */
  target: { bucket: string; prefix: string }
  /** Comes back with the event of the end. At most 10 values of 256 characters. */
  tags: Record<string, string>
}

/** The end of a conversion, as EventBridge reports it. */
export type ConversionEnd = { tags: Record<string, string> } & (
  | { kind: 'complete'; files: ConvertedFile[] }
  | { kind: 'error'; code: number | null }
)

export interface ConvertedFile {
  bucket: string
  key: string
  durationMs: number
  /** In pixels; 0 where it was not stated. */
  width: number
  height: number
}
