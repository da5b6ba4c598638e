/** Signed calls to one service, repeated where that helps. */
import { AwsError } from '../aws/aws-error.ts'
import type { AwsRequest, AwsSigner } from './aws-signer.ts'
import type { CredentialSource } from './credentials.ts'
import { retryDelayMs } from './retry.ts'
import type { Transport, TransportResponse } from './transport.ts'

export interface Call extends AwsRequest {
  /** Until the signal aborts: for calls that take S3 minutes. Default: 3 s an attempt. */
  isLong?: boolean
  /** S3 reports errors of long calls with status 200, because it has to answer before it knows. */
  mayFailWith200?: boolean
}

const MAX_ATTEMPTS = 3
const ATTEMPT_MS = 3_000

export class AwsClient {
  readonly #service: 'S3' | 'SNS'
  readonly #signer: AwsSigner
  readonly #credentials: CredentialSource
  readonly #transport: Transport
  /** What AWS's clock is ahead of this one's, in milliseconds; known after it refused a request for its date. */
  #clockOffset = 0

  constructor(service: 'S3' | 'SNS', signer: AwsSigner, credentials: CredentialSource, transport: Transport) {
    this.#service = service
    this.#signer = signer
    this.#credentials = credentials
    this.#transport = transport
  }

  /** A response of status 2xx. @throws {AwsError} for any other; without a response, what the transport throws */
  async send(call: Call, signal: AbortSignal): Promise<TransportResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(call, signal)
      if ('response' in outcome) return outcome.response
      const { error, isSignatureRenewed } = outcome
      const delayMs = isSignatureRenewed ? 0 : retryDelayMs(error, attempt)
      if (signal.aborted || attempt === MAX_ATTEMPTS || delayMs === null) throw error
      await pause(delayMs, signal)
    }
  }

  async #attempt(
    call: Call,
    signal: AbortSignal,
  ): Promise<{ response: TransportResponse } | { error: unknown; isSignatureRenewed: boolean }> {
    const credentials = await this.#credentials.get()
    const now = new Date(Date.now() + this.#clockOffset)
    const signed = await this.#signer.sign(call, credentials, now)
    const wait = { signal, timeoutMs: call.isLong === true ? null : ATTEMPT_MS }
    let response: TransportResponse
    try {
      response = await this.#transport(signed, wait)
    } catch (error) {
      return { error, isSignatureRenewed: false }
    }
    const failure = this.#failureOf(call, response)
    if (failure === null) return { response }
    const isSignatureRenewed = EXPIRED.has(failure.name)
      ? this.#credentials.expire(credentials)
      : this.#correctClock(failure)
    return { error: failure, isSignatureRenewed }
  }

  #failureOf({ mayFailWith200 = false }: Call, response: TransportResponse): AwsError | null {
    const { statusCode, body } = response
    if (statusCode >= 300) return new AwsError(this.#service, response, body)
    if (!mayFailWith200 || !/<\/Error>\s*$/.test(body)) return null
    return new AwsError(this.#service, { ...response, statusCode: 500 }, body)
  }

  #correctClock({ name, $response }: AwsError): boolean {
    if (!WRONG_DATE.has(name)) return false
    const offset = Date.parse($response.headers.date ?? '') - Date.now()
    if (Number.isNaN(offset) || Math.abs(offset - this.#clockOffset) < 60_000) return false
    this.#clockOffset = offset
    return true
  }
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'])
const WRONG_DATE = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'])

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms)
    function end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    signal.addEventListener('abort', end, { once: true })
  })
}
