import type { HostConnections } from '../upload/upload-client.ts'
import type { BatchedApi } from './batched-api.ts'
import type { UploadApi } from './upload-api.ts'

/** An endpoint and route, as they were when they were first used. */
export interface ApiBinding {
  readonly id: string
  /** Names endpoint and route in what is saved. */
  readonly scope: string
  readonly api: BatchedApi
  /** The API behind the batches. */
  readonly snapshot: UploadApi
  readonly connections: HostConnections
  /** Of the store's host; undefined before the first plan. */
  storageUrl: string | undefined
}

export interface ApiBindingsOptions {
  readonly api: UploadApi
  /** Names the current endpoint and route. */
  scope(): string
  batched(api: UploadApi): BatchedApi
  /** Connections to the hosts of these URLs; a URL is undefined while it is not known. */
  connect(urls: { api(): string | undefined; storage(): string | undefined }): HostConnections
}

/**
 * Which endpoint an upload belongs to: the one that planned it accepts its ticket, so it also signs, completes, aborts
 * and reports the result, even after the page has named another endpoint.
 */
export class ApiBindings {
  readonly #options: ApiBindingsOptions
  readonly #byId = new Map<string, ApiBinding>()

  constructor(options: ApiBindingsOptions) {
    this.#options = options
  }

  /** Plans new uploads. */
  get current(): ApiBinding {
    const { api } = this.#options
    const snapshot = api.snapshot?.() ?? api
    const scope = this.#options.scope()
    for (const binding of this.#byId.values()) {
      if (binding.scope === scope && binding.snapshot === snapshot) return binding
    }
    return this.#bind(scope, snapshot)
  }

  /** The current one where that endpoint and route were not used in this visit. */
  byScope(scope: string): ApiBinding {
    return [...this.#byId.values()].find((binding) => binding.scope === scope) ?? this.current
  }

  byId(id: string): ApiBinding {
    return this.#byId.get(id) ?? this.current
  }

  #bind(scope: string, snapshot: UploadApi): ApiBinding {
    const { batched, connect } = this.#options
    const binding: ApiBinding = {
      id: String(this.#byId.size + 1),
      scope,
      snapshot,
      api: batched(snapshot),
      connections: connect({ api: () => snapshot.url, storage: () => binding.storageUrl }),
      storageUrl: undefined,
    }
    this.#byId.set(binding.id, binding)
    return binding
  }
}
