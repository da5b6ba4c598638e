import type { Connectivity } from '../../../component/engine/upload/connectivity.ts'

/** A network that the test switches off and on. */
export class FakeConnectivity implements Connectivity {
  readonly #listeners = new Set<() => void>()
  #online = true

  get online(): boolean {
    return this.#online
  }

  set online(online: boolean) {
    this.#online = online
    for (const listener of [...this.#listeners]) listener()
  }

  get listeners(): number {
    return this.#listeners.size
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
