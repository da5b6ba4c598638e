/** Which uploads to process again, named by the keys of their originals. */
export interface ReprocessRequest {
  bucket: string
  selection: { kind: 'keys'; keys: readonly string[] } | { kind: 'prefix'; prefix: string }
  /** Also those that the present settings have already processed. */
  force: boolean
}
