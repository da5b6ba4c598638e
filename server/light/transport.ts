/** One HTTP exchange on any runtime. */
import type { SignedRequest } from './aws-signer.ts'

/** A response of any status. Rejects when there is none. */
export type Transport = (request: SignedRequest, wait: Wait) => Promise<TransportResponse>

export interface Wait {
  signal: AbortSignal
  /** Milliseconds until the whole response is there; `null`: until the signal aborts. */
  timeoutMs: number | null
}

export interface TransportResponse {
  statusCode: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}
