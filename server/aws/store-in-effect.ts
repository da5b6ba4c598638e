import { type StoreCapabilities, type StoreOptions, storeCapabilities } from '../upload/store-capabilities.ts'
import type { S3Calls } from './s3-calls.ts'

/**
 * What the store can do that is really reached: options, the environment, a profile or a client of the host's own name its
 * endpoint, so it is read from what the adapter signs. Asked once.
 */
export class StoreInEffect {
  readonly #s3: Pick<S3Calls, 'hostNames'>
  readonly #given: StoreOptions | undefined
  #capabilities: Promise<StoreCapabilities> | undefined

  /** @param given wins over what is known. */
  constructor(s3: Pick<S3Calls, 'hostNames'>, given: StoreOptions | undefined) {
    this.#s3 = s3
    this.#given = given
  }

  of(bucket: string): Promise<StoreCapabilities> {
    this.#capabilities ??= this.#read(bucket).catch((error: unknown) => {
      this.#capabilities = undefined
      throw error
    })
    return this.#capabilities
  }

  async #read(bucket: string): Promise<StoreCapabilities> {
    return storeCapabilities(await this.#s3.hostNames(bucket), this.#given)
  }
}
