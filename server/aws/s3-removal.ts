/** Deletes objects, also on stores that lack conditions of a deletion or the deletion of several objects. */
import { mapBounded } from '../upload/map-bounded.ts'
import type { ObjectAddress, StoredObject } from '../upload/object-storage.ts'
import { attempt, attemptOrNull, isNotImplemented, statusOf } from './attempt.ts'
import type { S3Calls } from './s3-calls.ts'
import type { StoreInEffect } from './store-in-effect.ts'

const MAX_CONCURRENT = 16

export class S3Removal {
  readonly #s3: Pick<S3Calls, 'remove' | 'removeAll'>
  readonly #store: StoreInEffect
  /** Set after the store has refused the condition. */
  #refusesCondition = false
  /** Set after the store has refused to delete several objects by one call. */
  #refusesBulk = false

  constructor(s3: Pick<S3Calls, 'remove' | 'removeAll'>, store: StoreInEffect) {
    this.#s3 = s3
    this.#store = store
  }

  /** Deletes an object; `false` when it is gone or was overwritten. @throws {StorageError} */
  async remove(
    { etag, ...address }: ObjectAddress & { etag: string },
    head: () => Promise<StoredObject | null>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const removed = await attemptOrNull('The upload could not be deleted', signal, async () => {
      if (!this.#refusesCondition) {
        try {
          await this.#s3.remove(address, etag, signal)
          return true
        } catch (error) {
          if (!isNotImplemented(error)) throw error
          this.#refusesCondition = true
        }
      }
      if ((await head())?.etag !== etag) return false
      await this.#s3.remove(address, null, signal)
      return true
    })
    return removed ?? false
  }

  /** @throws {StorageError} */
  async removeAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void> {
    return attempt('Pending uploads could not be deleted', signal, async () => {
      const { bulkDelete } = await this.#store.of(bucket)
      const asksBulk = bulkDelete && !this.#refusesBulk
      if (asksBulk) {
        try {
          return await this.#s3.removeAll(bucket, keys, signal)
        } catch (error) {
          // Swift wants an MD5 of the list, which the AWS SDK does not send any more: 400.
          if (!isNotImplemented(error) && statusOf(error) !== 400) throw error
        }
      }
      await mapBounded(keys, MAX_CONCURRENT, (key) => this.#s3.remove({ bucket, key }, null, signal))
      // Now the list was what the store refused: an expired token is a 400 too, and would be refused again.
      this.#refusesBulk ||= asksBulk
    })
  }
}
