import type { ConfigResponse, RouteLimits } from '../../protocol.ts'
import type { UploadApi } from './upload-api.ts'

/** What the backend allows, as far as it is known: a courtesy to the visitor, since the backend checks every file itself. */
export class BackendLimits {
  readonly #api: Pick<UploadApi, 'config'>
  #config: ConfigResponse | undefined
  #asking: Promise<ConfigResponse> | undefined

  constructor(api: Pick<UploadApi, 'config'>) {
    this.#api = api
  }

  /**
   * Rejects with an UploadError, and nothing is known then.
   *
   * @param known what somebody else asks for already; undefined where they got no answer
   */
  async load(known?: Promise<ConfigResponse | undefined>): Promise<void> {
    this.#config = undefined
    const asking = this.#ask(known)
    this.#asking = asking
    const config = await asking
    // Another backend may have been asked meanwhile.
    if (this.#asking === asking) this.#config = config
  }

  of(route: string): RouteLimits | undefined {
    const routes = this.#config?.routes
    return routes !== undefined && Object.hasOwn(routes, route) ? routes[route] : undefined
  }

  async #ask(known: Promise<ConfigResponse | undefined> | undefined): Promise<ConfigResponse> {
    return (await known) ?? this.#api.config()
  }
}
