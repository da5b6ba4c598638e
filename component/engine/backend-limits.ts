import type { ConfigResponse, RouteLimits } from '../protocol.ts'
import type { UploadApi } from './upload-api.ts'

/** What the backend allows, as far as it is known: a courtesy to the visitor, since the backend checks every file itself. */
export class BackendLimits {
  readonly #api: Pick<UploadApi, 'config'>
  #config: ConfigResponse | undefined

  constructor(api: Pick<UploadApi, 'config'>) {
    this.#api = api
  }

  /**
   * Rejects with an UploadError, and nothing is known then.
   *
   * @param known where somebody has asked already
   */
  async load(known?: ConfigResponse): Promise<void> {
    this.#config = known
    this.#config ??= await this.#api.config()
  }

  of(route: string): RouteLimits | undefined {
    const routes = this.#config?.routes
    return routes !== undefined && Object.hasOwn(routes, route) ? routes[route] : undefined
  }
}
