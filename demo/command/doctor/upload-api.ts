import {
  parseComplete,
  parseConfig,
  parsePresign,
  parseStoredParts,
} from '../../../component/engine/api/parse-response.ts'
import { parseStatus } from '../../../component/engine/api/parse-status.ts'
import type {
  CompleteResult,
  ConfigResponse,
  PresignRequest,
  PresignResult,
  StatusResponse,
} from '../../../component/protocol.ts'

/** The API as a client meets it: over HTTP, or in this process. */
export class UploadApi {
  readonly #fetch: (path: string, init: RequestInit) => Promise<Response>
  readonly #headers: Readonly<Record<string, string>>
  /** Tickets. */
  readonly #announced = new Set<string>()

  constructor(
    fetch: (path: string, init: RequestInit) => Promise<Response>,
    headers: Readonly<Record<string, string>>,
  ) {
    this.#fetch = fetch
    this.#headers = headers
  }

  config = (): Promise<ConfigResponse> => this.#call('config', undefined, parseConfig)
  presign = (body: PresignRequest): Promise<PresignResult[]> =>
    this.#call('presign', body, (answer) => parsePresign(answer, body.files.length))
  storedParts = (ticket: string) => this.#call('parts', { ticket }, parseStoredParts)
  complete = async (ticket: string): Promise<CompleteResult | undefined> => {
    const body = { uploads: [{ ticket }] }
    const [result] = await this.#call('complete', body, (answer) => parseComplete(answer, 1))
    if (result?.ok === true) this.#announced.add(ticket)
    return result
  }
  status = (ticket: string): Promise<StatusResponse> =>
    this.#call('status', { tickets: [ticket] }, (answer) => parseStatus(answer, 1))
  /** What was removed, as the response says it. */
  abort = (ticket: string): Promise<unknown> =>
    this.#call('abort', { ticket }, (answer) =>
      typeof answer === 'object' && answer !== null && 'removed' in answer ? answer.removed : undefined,
    )
  isAnnounced = (ticket: string) => this.#announced.has(ticket)

  /** The response to a browser's preflight. */
  preflight(origin: string): Promise<Response> {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': ['content-type', ...Object.keys(this.#headers)].join(','),
    }
    return this.#fetch('presign', { method: 'OPTIONS', headers })
  }

  /** @throws ApiFailure where the response is a problem, or none of the contract */
  async #call<Answer>(
    path: string,
    body: object | undefined,
    parse: (answer: unknown) => Answer,
  ): Promise<Answer> {
    const method = body === undefined ? 'GET' : 'POST'
    const response = await this.#fetch(path, {
      method,
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const call = `${method} /${path}`
    if (!response.ok) {
      throw new ApiFailure(`${call} was answered ${response.status}: ${problemOf(text)}`, response.status)
    }
    try {
      return parse(JSON.parse(text))
    } catch (cause) {
      throw new ApiFailure(`${call} was answered by something else than this API`, response.status, { cause })
    }
  }
}

export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly status: number

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

function problemOf(text: string): string {
  try {
    const { code, detail } = JSON.parse(text)
    return `${code}: ${detail}`
  } catch {
    return 'no problem document'
  }
}
