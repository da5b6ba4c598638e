import type { PresignedUpload } from '../../protocol.ts'
import type { BatchedApi } from './batched-api.ts'
import type { UploadApi } from './upload-api.ts'

/** A backend and route, as they were when somebody first asked them. */
export interface Backend {
  /** Names it in what is written down. */
  readonly scope: string
  readonly api: BatchedApi
  /** Who is asked behind the batches. */
  readonly pinned: UploadApi
}

export interface BackendsOptions {
  api: UploadApi
  /** Names the present backend and route. */
  scope(): string
  batched(pinned: UploadApi): BatchedApi
}

/**
 * Which backend an upload belongs to: the one that planned it holds its ticket, so it also signs, completes, aborts and
 * is asked for the result, even after the page has named another.
 */
export class Backends {
  readonly #options: BackendsOptions
  readonly #all: Backend[] = []
  readonly #homes = new WeakMap<PresignedUpload, Backend>()

  constructor(options: BackendsOptions) {
    this.#options = options
  }

  /** Plans what comes now. */
  get present(): Backend {
    const { api, batched } = this.#options
    const pinned = api.pinned?.() ?? api
    const scope = this.#options.scope()
    const known = this.#all.find((backend) => backend.scope === scope && backend.pinned === pinned)
    if (known !== undefined) return known
    const backend: Backend = { scope, api: batched(pinned), pinned }
    this.#all.push(backend)
    return backend
  }

  /** The present one where nobody of that name was asked in this visit. */
  named(scope: string): Backend {
    return this.#all.find((backend) => backend.scope === scope) ?? this.present
  }

  settle(presigned: PresignedUpload, backend: Backend): void {
    this.#homes.set(presigned, backend)
  }

  homeOf(presigned: PresignedUpload): Backend {
    return this.#homes.get(presigned) ?? this.present
  }
}
