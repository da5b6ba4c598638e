import type { ReactiveController } from 'lit'
import type { ReorderHost, ReorderOptions } from './reorder-options.ts'

/** Loads what lets visitors change the order. */
export class ReorderController implements ReactiveController {
  readonly #host: ReorderHost
  readonly #options: ReorderOptions
  #loading: Promise<unknown> | undefined

  constructor(host: ReorderHost, options: ReorderOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostUpdated(): void {
    if (!this.#host.reorder) return
    this.#loading ??= import('./list-sorter.ts').then(
      ({ ListSorter }) => new ListSorter(this.#host, this.#options),
      () => {
        this.#loading = undefined
      },
    )
  }
}
