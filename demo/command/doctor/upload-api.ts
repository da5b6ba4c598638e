import type {
  AbortResponse,
  CompleteResponse,
  ConfigResponse,
  PartsResponse,
  PresignRequest,
  PresignResponse,
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

  config = () => this.#call<ConfigResponse>('config')
  presign = (body: PresignRequest) => this.#call<PresignResponse>('presign', body)
  parts = (body: object) => this.#call<PartsResponse>('parts', body)
  complete = async (ticket: string): Promise<CompleteResponse> => {
    const response = await this.#call<CompleteResponse>('complete', { uploads: [{ ticket }] })
    if (response.uploads[0]?.ok === true) this.#announced.add(ticket)
    return response
  }
  status = (ticket: string) => this.#call<StatusResponse>('status', { tickets: [ticket] })
  abort = (ticket: string) => this.#call<AbortResponse>('abort', { ticket })
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

  /** @throws Error with the problem of a response that is none of the contract */
  async #call<Body>(path: string, body?: object): Promise<Body> {
    const response = await this.#fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const call = `${body === undefined ? 'GET' : 'POST'} /${path}`
    if (!response.ok)
      throw new ApiFailure(`${call} was answered ${response.status}: ${problemOf(text)}`, response.status)
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new ApiFailure(`${call} was answered with something else than JSON`, response.status, { cause })
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
