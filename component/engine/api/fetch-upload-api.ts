import type {
  CompleteItem,
  CompleteResult,
  ConfigResponse,
  PresignedPart,
  PresignRequest,
  PresignResult,
  StatusResult,
  StoredPart,
} from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'
import {
  parseComplete,
  parseConfig,
  parsePresign,
  parseProblem,
  parseSignedParts,
  parseStatus,
  parseStoredParts,
} from './parse-response.ts'
import type { UploadApi } from './upload-api.ts'

export interface FetchUploadApiOptions {
  /** Where the API is mounted, absolute or relative to the page; a final slash does not matter. */
  endpoint: string
  /** Extra headers, or a function asked anew before every call, so that a refreshed token is used. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>)
  /** Default: `same-origin`. */
  credentials?: RequestCredentials
  /** Longest wait for one answer, and for the page's own headers, in milliseconds. Default: 30,000. */
  timeoutMs?: number
}

/** The API over HTTP. Options are read anew for every call, so they may be any object that changes. */
export class FetchUploadApi implements UploadApi {
  readonly #options: FetchUploadApiOptions
  /** Of one that stays with an endpoint. */
  #fixed: FetchUploadApiOptions | undefined
  #snapshot: FetchUploadApi | undefined

  constructor(options: FetchUploadApiOptions) {
    this.#options = options
  }

  /**
   * Headers and credentials follow the options as long as these name the same endpoint. Afterwards they are those of
   * the last call before: what is meant for another backend stays away from this one.
   */
  snapshot(): FetchUploadApi {
    const last = this.#snapshot
    if (last !== undefined && last.#read().endpoint === this.#options.endpoint) return last
    const snapshot = new FetchUploadApi(this.#options)
    snapshot.#fixed = copyOf(this.#options)
    this.#snapshot = snapshot
    return snapshot
  }

  get url(): string | undefined {
    return globalThis.location === undefined
      ? urlOf(this.#read().endpoint, 'config')
      : new URL(urlOf(this.#read().endpoint, 'config'), globalThis.location.href).href
  }

  async config(): Promise<ConfigResponse> {
    return parseConfig(await this.#call('GET', 'config'))
  }

  async presign(request: PresignRequest): Promise<readonly PresignResult[]> {
    return parsePresign(await this.#call('POST', 'presign', request), request.files.length)
  }

  async complete(items: readonly CompleteItem[]): Promise<readonly CompleteResult[]> {
    return parseComplete(await this.#call('POST', 'complete', { uploads: items }), items.length)
  }

  async status(tickets: readonly string[]): Promise<readonly StatusResult[]> {
    return parseStatus(await this.#call('POST', 'status', { tickets }), tickets.length)
  }

  async signParts(
    ticket: string,
    partNumbers: readonly number[],
    sha256?: Readonly<Record<string, string>>,
  ): Promise<readonly PresignedPart[]> {
    return parseSignedParts(await this.#call('POST', 'parts', { ticket, partNumbers, sha256 }), partNumbers)
  }

  async storedParts(ticket: string): Promise<readonly StoredPart[]> {
    const stored: StoredPart[] = []
    for (let after: number | null | undefined; after !== null; ) {
      const page = parseStoredParts(await this.#call('POST', 'parts', { ticket, afterPartNumber: after }))
      stored.push(...page.parts)
      after = page.nextPartNumber
    }
    return stored
  }

  async abort(ticket: string): Promise<void> {
    await this.#call('POST', 'abort', { ticket })
  }

  async #call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const { endpoint, headers, credentials, timeoutMs = 30_000 } = this.#read()
    const given = typeof headers === 'function' ? await inTime(headers, timeoutMs) : headers
    // Frameworks set null where nothing is meant.
    const sent = new Headers(given ?? undefined)
    if (body !== undefined) sent.set('content-type', 'application/json')
    let response: Response
    let text: string
    try {
      response = await fetch(urlOf(endpoint, path), {
        method,
        credentials: credentials ?? 'same-origin',
        headers: sent,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      text = await response.text()
    } catch (cause) {
      throw new UploadError('api-unreachable', `No answer from the upload API to ${method} /${path}`, {
        cause,
        retryable: true,
      })
    }
    const json = parseJson(text)
    if (!response.ok) throw refusal(response, json, `${method} /${path}`)
    if (json === undefined) {
      // A login page or a single-page fallback answers 200 with HTML: nothing a retry would cure.
      throw new UploadError(
        'protocol',
        `The upload API answered ${method} /${path} with something else than JSON`,
        {
          httpStatus: response.status,
        },
      )
    }
    return json
  }

  #read(): FetchUploadApiOptions {
    if (this.#fixed === undefined) return this.#options
    if (this.#fixed.endpoint === this.#options.endpoint) this.#fixed = copyOf(this.#options)
    return this.#fixed
  }
}

/** The path of a call below the endpoint, whose query is kept. */
function urlOf(endpoint: string, path: string): string {
  const [, base = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(endpoint) ?? []
  return `${base.replace(/\/+$/, '')}/${path}${query}`
}

/** Spreading would miss what an element inherits. */
function copyOf({ endpoint, headers, credentials, timeoutMs }: FetchUploadApiOptions): FetchUploadApiOptions {
  return {
    endpoint,
    ...(headers === undefined ? {} : { headers }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(response: Response, body: unknown, call: string): UploadError {
  const problem = parseProblem(body)
  const requestId = response.headers.get('x-request-id')
  const options = {
    httpStatus: response.status,
    ...retryAfter(response.headers),
    ...(requestId === null ? {} : { requestId }),
  }
  if (problem !== undefined) {
    return new UploadError(problem.code, problem.detail || `${call} was refused`, {
      ...options,
      retryable: problem.retryable,
    })
  }
  // A proxy or another server spoke, not the API.
  const retryable = response.status === 408 || response.status === 429 || response.status >= 500
  return new UploadError(
    retryable ? 'api-unavailable' : 'protocol',
    `${call} was answered ${response.status} without a problem document`,
    { ...options, retryable },
  )
}

/** `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3), by the server's clock where it tells its time. */
function retryAfter(headers: Headers): { retryAfterMs?: number } {
  const value = headers.get('retry-after')
  if (value === null) return {}
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: ms } : {}
}

/** A page that never gives its headers must not hold up every file. */
function inTime(headers: () => HeadersInit | Promise<HeadersInit>, timeoutMs: number): Promise<HeadersInit> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const message = `The page gave no headers for the upload API within ${timeoutMs} ms`
      reject(new UploadError('api-unreachable', message, { retryable: true }))
    }, timeoutMs)
    Promise.resolve()
      .then(headers)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
}
