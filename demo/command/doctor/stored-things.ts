import { DeleteObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import type { UploadApi } from './upload-api.ts'

interface Upload {
  readonly id: string
  readonly key: string
  readonly ticket: string
}

/** What the checks may have stored. */
export class StoredThings {
  readonly #api: UploadApi
  readonly #uploads: Upload[] = []

  constructor(api: UploadApi) {
    this.#api = api
  }

  add(upload: Upload): void {
    this.#uploads.push(upload)
  }

  /**
   * Removes everything. Returns what is left: without access to the bucket, uploads that were announced.
   *
   * @param access of the role that may delete; null where there is none
   */
  async remove(
    access: { s3: S3Client; bucket: string; derivedPrefix: string; pendingPrefix: string } | null,
  ): Promise<string[]> {
    const left: string[] = []
    for (const { id, key, ticket } of this.#uploads) {
      const aborted = await this.#api.abort(ticket).catch(() => null)
      if (access === null) {
        // The API removes nothing that others may use by now.
        if (this.#api.isAnnounced(ticket) && aborted !== 'object') left.push(key)
        continue
      }
      const { s3, bucket, derivedPrefix, pendingPrefix } = access
      try {
        const made = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: `${derivedPrefix}${id}/` }),
        )
        const keys = [key, `${pendingPrefix}${id}`, ...(made.Contents ?? []).flatMap(({ Key }) => Key ?? [])]
        for (const Key of keys) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
      } catch {
        left.push(key)
      }
    }
    return left
  }
}
