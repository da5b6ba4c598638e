/** Decodes HEIC: a port, because its decoder is optional. */
export interface HeicDecoder {
  /** For the log and for deciding whether a result is up to date. */
  readonly version: string
  /**
   * The primary image as RGBA, upright, in the colours of its profile.
   *
   * @throws ImageError `corrupt-image`, `processing-timeout`
   */
  decode(bytes: Buffer, limits: { maxPixels: number; timeoutMs: number }): Promise<DecodedHeic>
}

export interface DecodedHeic {
  pixels: Buffer
  width: number
  height: number
}
