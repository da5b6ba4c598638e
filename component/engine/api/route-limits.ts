import type { ConfigResponse, RouteLimits } from '../../protocol.ts'
import { withTimeout } from '../upload/with-timeout.ts'
import type { UploadApi } from './upload-api.ts'

/** Longest wait for a response that the page has asked for already, in milliseconds. */
const KNOWN_TIMEOUT_MS = 5_000

/** Where the API does not say what is processed. */
const PROCESSED_BY_DEFAULT: readonly string[] = ['image/*']

/** What the API allows, as far as it is known: a courtesy to the visitor, since the API checks every file itself. */
export class ApiLimits {
  readonly #api: Pick<UploadApi, 'config'>
  #config: ConfigResponse | undefined
  #loading: Promise<ConfigResponse> | undefined

  constructor(api: Pick<UploadApi, 'config'>) {
    this.#api = api
  }

  /**
   * Rejects with an UploadError, and no limits are known then.
   *
   * @param known a response that the page has asked for already; undefined where it got none
   */
  async load(known?: Promise<ConfigResponse | undefined>): Promise<void> {
    this.#config = undefined
    const loading = this.#ask(known)
    this.#loading = loading
    const config = await loading
    // Another endpoint may have been asked meanwhile.
    if (this.#loading === loading) this.#config = config
  }

  of(route: string): RouteLimits | undefined {
    const routes = this.#config?.routes
    return routes !== undefined && Object.hasOwn(routes, route) ? routes[route] : undefined
  }

  async #ask(known: Promise<ConfigResponse | undefined> | undefined): Promise<ConfigResponse> {
    const asked = await withTimeout(() => known, KNOWN_TIMEOUT_MS, undefined)
    return asked ?? this.#api.config()
  }
}

/** Whether a result follows the announcement of an object of this media type. */
export function isProcessed(contentType: string, limits: RouteLimits | undefined): boolean {
  const types = limits?.processedContentTypes ?? PROCESSED_BY_DEFAULT
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return types.some(
    (known) => known === type || (known.endsWith('/*') && type.startsWith(known.slice(0, -1))),
  )
}
