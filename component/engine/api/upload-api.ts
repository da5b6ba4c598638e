import type {
  CompleteItem,
  CompleteResult,
  ConfigResponse,
  PresignedPart,
  PresignRequest,
  PresignResult,
  StatusResponse,
  StoredPart,
} from '../../protocol.ts'

/** Port to the upload API. Every method rejects with an `UploadError`; lists come back in the order asked. */
export interface UploadApi {
  config(): Promise<ConfigResponse>
  presign(request: PresignRequest): Promise<readonly PresignResult[]>
  complete(items: readonly CompleteItem[]): Promise<readonly CompleteResult[]>
  status(tickets: readonly string[]): Promise<StatusResponse>
  /** Signs URLs for parts; `sha256` in base64 by part number, where the plan asks for it. */
  signParts(
    ticket: string,
    partNumbers: readonly number[],
    sha256?: Readonly<Record<string, string>>,
  ): Promise<readonly PresignedPart[]>
  /** All parts that S3 has. */
  storedParts(ticket: string): Promise<readonly StoredPart[]>
  /** Gives the upload up: S3 deletes what it has of it. */
  abort(ticket: string): Promise<void>
  /** A URL of its host, to find out whether that answers at all. Default: unknown. */
  readonly url?: string | undefined
  /**
   * An API that keeps the current endpoint when another one is set later; the same object as long as the endpoint is the
   * same. Default: this one, for those with a single endpoint.
   */
  snapshot?(): UploadApi
}
