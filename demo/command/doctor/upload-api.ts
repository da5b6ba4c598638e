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
import { ApiFailure } from './api-failure.ts'

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

  /** The response to a browser's preflight, and what was asked for. A browser names no cookie there. */
  async preflight(
    origin: string,
  ): Promise<{ response: Response; headers: readonly string[]; sendsCookies: boolean }> {
    const names = Object.keys(this.#headers).map((name) => name.toLowerCase())
    const asked = ['content-type', ...names.filter((name) => name !== 'cookie')]
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': asked.join(','),
    }
    const response = await this.#fetch('presign', { method: 'OPTIONS', headers })
    return { response, headers: asked, sendsCookies: names.includes('cookie') }
  }

  /** Whether a page of the origin may read a response that is no preflight. */
  async answersTo(origin: string): Promise<boolean> {
    const { headers } = await this.#fetch('config', { headers: { ...this.#headers, origin } })
    return ['*', origin].includes(headers.get('access-control-allow-origin') ?? '')
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
    const { status } = response
    const call = `${method} /${path}`
    if (status >= 300 && status < 400) {
      throw new ApiFailure(`${call} was redirected (${status}) to ${targetOf(response)}`, status, 'redirect')
    }
    const text = await response.text()
    if (!response.ok) {
      const problem = problemOf(text)
      throw problem === null
        ? new ApiFailure(`${call} was answered ${status} by ${describe(response, text)}`, status, 'other')
        : new ApiFailure(`${call} was answered ${status}: ${problem}`, status, 'api')
    }
    try {
      return parse(JSON.parse(text))
    } catch (cause) {
      const by = describe(response, text)
      throw new ApiFailure(`${call} was answered by ${by}`, status, 'other', { cause })
    }
  }
}

/** Without its query, which may hold a token. */
function targetOf(response: Response): string {
  const location = response.headers.get('location') ?? 'nowhere'
  const base = response.url || 'http://localhost'
  if (!URL.canParse(location, base)) return location
  const { origin, pathname } = new URL(location, base)
  return `${origin}${pathname}`
}

function problemOf(text: string): string | null {
  try {
    const { code, detail } = Object(JSON.parse(text))
    return typeof code === 'string' ? `${code}: ${detail}` : null
  } catch {
    return null
  }
}

function describe(response: Response, text: string): string {
  if (!/text\/html/.test(response.headers.get('content-type') ?? '')) return 'something else than this API'
  const title = /<title[^>]*>\s*([^<]{1,80}?)\s*</i.exec(text)?.[1]
  return title === undefined ? 'a page instead of this API' : `the page “${title}” instead of this API`
}
