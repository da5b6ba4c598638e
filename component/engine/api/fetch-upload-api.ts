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
import { UploadError } from '../upload/upload-error.ts'
import { notJsonError, refusedError } from './api-error.ts'
import { statusModule } from './lazy-modules.ts'
import {
  parseComplete,
  parseConfig,
  parsePresign,
  parseSignedParts,
  parseStoredParts,
} from './parse-response.ts'
import type { UploadApi } from './upload-api.ts'

export interface FetchUploadApiOptions {
  /** Where the API is mounted, absolute or relative to the page. A final slash does not matter; a query is kept. */
  endpoint: string
  /** Extra headers, or a function called before every call and once more after a 401, so that a new token is used. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>)
  /** Default: `same-origin`. */
  credentials?: RequestCredentials
  /** Longest wait for one response, and for the headers function, in milliseconds. Default: 30,000. */
  timeoutMs?: number
}

/** The API over HTTP. Options are read before every call, so they may be an object that changes. */
export class FetchUploadApi implements UploadApi {
  readonly #options: FetchUploadApiOptions
  /** Options of a snapshot, which stays with its endpoint. */
  #fixed: FetchUploadApiOptions | undefined
  #snapshot: FetchUploadApi | undefined

  constructor(options: FetchUploadApiOptions) {
    this.#options = options
  }

  /**
   * Headers and credentials follow the options as long as these name the same endpoint. Afterwards they are those of the
   * last call before: a token for another endpoint is not sent to this one.
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

  async status(tickets: readonly string[]): Promise<StatusResponse> {
    const { parseStatus } = await statusModule.load()
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
    const response = await this.#fetch(method, path, body)
    const { headers } = this.#read()
    // The token may have expired: a function is asked for a new one, once.
    const isRefreshable = response.status === 401 && typeof headers === 'function'
    return parseBody(isRefreshable ? await this.#fetch(method, path, body) : response, method, path)
  }

  async #fetch(method: 'GET' | 'POST', path: string, body: unknown): Promise<FetchedResponse> {
    const { endpoint, headers, credentials, timeoutMs = 30_000 } = this.#read()
    const url = urlOf(endpoint, path)
    const given = typeof headers === 'function' ? await headersOf(headers, timeoutMs) : headers
    // Frameworks assign null for "none".
    const sent = new Headers(given ?? undefined)
    if (body !== undefined) sent.set('content-type', 'application/json')
    try {
      const response = await fetch(url, {
        method,
        credentials: credentials ?? 'same-origin',
        headers: sent,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, response, text: await response.text(), url }
    } catch (cause) {
      throw new UploadError('api-unreachable', `No response from the upload API to ${method} /${path}`, {
        cause,
        retryable: true,
        url: withoutQuery(url),
      })
    }
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

/** Spreading would miss inherited properties of an element. */
function copyOf({ endpoint, headers, credentials, timeoutMs }: FetchUploadApiOptions): FetchUploadApiOptions {
  return {
    endpoint,
    ...(headers === undefined ? {} : { headers }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

interface FetchedResponse {
  readonly status: number
  readonly response: Response
  readonly text: string
  readonly url: string
}

function parseBody({ response, text, url }: FetchedResponse, method: string, path: string): unknown {
  const json = parseJson(text)
  const call = `${method} /${path}`
  if (!response.ok) throw refusedError(response, json, call, withoutQuery(url))
  if (json === undefined) throw notJsonError(response, text, call, withoutQuery(url))
  return json
}

function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The page's own headers. Mostly a request for a token, so it fails with the network, and every file waits for it.
 *
 * @throws UploadError `headers-failed`, retryable, where the function throws or takes longer than `timeoutMs`
 */
function headersOf(
  headers: () => HeadersInit | Promise<HeadersInit>,
  timeoutMs: number,
): Promise<HeadersInit> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: unknown) =>
      reject(new UploadError('headers-failed', message, { cause, retryable: true }))
    const timer = setTimeout(() => fail(`The headers function took longer than ${timeoutMs} ms`), timeoutMs)
    Promise.resolve()
      .then(headers)
      .then(resolve, (cause: unknown) =>
        cause instanceof UploadError ? reject(cause) : fail('The headers function failed', cause),
      )
      .finally(() => clearTimeout(timer))
  })
}
