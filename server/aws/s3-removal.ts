/** Deletes objects, also on stores that lack conditions of a deletion or the deletion of several objects. */
import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3'
import { mapBounded } from '../upload/map-bounded.ts'
import type { ObjectAddress, StoredObject } from '../upload/object-storage.ts'
import { attempt, attemptOrNull, isNotImplemented } from './attempt.ts'
import type { S3Connection } from './s3-connection.ts'

const MAX_CONCURRENT = 16

export class S3Removal {
  readonly #s3: S3Connection
  /** Set after the store has refused the condition. */
  #refusesCondition = false

  constructor(s3: S3Connection) {
    this.#s3 = s3
  }

  /** Deletes an object; `false` when it is gone or was overwritten. @throws {StorageError} */
  async remove(
    { bucket, key, etag }: ObjectAddress & { etag: string },
    head: () => Promise<StoredObject | null>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const removed = await attemptOrNull('The upload could not be deleted', signal, async () => {
      if (!this.#refusesCondition) {
        try {
          return await this.#delete({ bucket, key }, { IfMatch: etag }, signal)
        } catch (error) {
          if (!isNotImplemented(error)) throw error
          this.#refusesCondition = true
        }
      }
      return (await head())?.etag === etag ? this.#delete({ bucket, key }, {}, signal) : null
    })
    return removed !== null
  }

  /** @throws {StorageError} */
  async removeAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void> {
    return attempt('Pending uploads could not be deleted', signal, async () => {
      const { bulkDelete } = await this.#s3.capabilities(bucket)
      if (bulkDelete) return this.#deleteAll(bucket, keys, signal)
      await mapBounded(keys, MAX_CONCURRENT, (key) => this.#delete({ bucket, key }, {}, signal))
    })
  }

  #delete({ bucket, key }: ObjectAddress, condition: { IfMatch?: string }, signal: AbortSignal) {
    const command = new DeleteObjectCommand({ ...this.#s3.owner, Bucket: bucket, Key: key, ...condition })
    return this.#s3.client.send(command, { abortSignal: signal })
  }

  async #deleteAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void> {
    const command = new DeleteObjectsCommand({
      ...this.#s3.owner,
      Bucket: bucket,
      Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
    })
    this.#s3.readXml(command)
    await this.#s3.client.send(command, { abortSignal: signal })
  }
}
