import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { awsErrorOf } from './aws-fault.ts'
import type { UploadApi } from './upload-api.ts'

interface Upload {
  readonly id: string
  readonly key: string
  readonly ticket: string
}

/** Of the role that may delete. */
interface BucketAccess {
  readonly s3: S3Client
  readonly bucket: string
  readonly derivedPrefix: string
  readonly pendingPrefix: string
}

/** What the checks may have stored. */
export class StoredThings {
  readonly #api: UploadApi
  readonly #uploads: Upload[] = []
  readonly #keys: string[] = []

  constructor(api: UploadApi) {
    this.#api = api
  }

  add(upload: Upload): void {
    this.#uploads.push(upload)
  }

  /** Of an object that no upload of the API names. */
  addKey(key: string): void {
    this.#keys.push(key)
  }

  /**
   * Removes everything. Returns what is left: without access to the bucket, uploads that were announced.
   *
   * @param access null where there is none
   */
  async remove(access: BucketAccess | null): Promise<string[]> {
    const left: string[] = []
    for (const { id, key, ticket } of this.#uploads) {
      const aborted = await this.#api.abort(ticket).catch(() => null)
      if (access === null) {
        // The API removes nothing that others may use by now.
        if (aborted === null || this.#api.isAnnounced(ticket)) left.push(key)
        continue
      }
      const { pendingPrefix, derivedPrefix } = access
      const pending = `${pendingPrefix}${id}`
      // With the suffix of the form that was for another key.
      left.push(...(await removeAll(access, [key, pending, `${pending}-doctor`])))
      await abortParts(access, key).catch(() => left.push(`${key} (parts)`))
      if (!this.#api.isAnnounced(ticket)) continue
      left.push(...(await removeBelow(access, `${derivedPrefix}${id}/`)))
    }
    return access === null ? left : [...left, ...(await removeAll(access, this.#keys))]
  }
}

/** Returns what is left, former versions included. */
async function removeAll(access: BucketAccess, keys: readonly string[]): Promise<string[]> {
  const { s3, bucket } = access
  const left: string[] = []
  for (const Key of keys) {
    try {
      const { DeleteMarker } = await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
      // In a bucket that keeps former versions, a deletion adds a marker and removes nothing.
      if (DeleteMarker === true) await removeVersions(access, Key)
    } catch {
      if (await mayExist(access, Key)) left.push(Key)
    }
  }
  return left
}

/** A key that may not be asked for counts. */
async function mayExist({ s3, bucket }: BucketAccess, Key: string): Promise<boolean> {
  return s3.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
    () => true,
    (error: unknown) => awsErrorOf(error).status !== 404,
  )
}

async function removeVersions({ s3, bucket }: BucketAccess, Key: string): Promise<void> {
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: Key }))
  for (const each of [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])]) {
    if (each.Key !== Key) continue
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId: each.VersionId }))
  }
}

async function removeBelow(access: BucketAccess, prefix: string): Promise<string[]> {
  const { s3, bucket } = access
  try {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))
    return removeAll(
      access,
      Contents.flatMap(({ Key }) => Key ?? []),
    )
  } catch {
    return [prefix]
  }
}

/** What the API could not abort. A store that does not list uploads in parts has none left by this. */
async function abortParts({ s3, bucket }: BucketAccess, key: string): Promise<void> {
  const command = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key })
  const { Uploads = [] } = await s3.send(command).catch(() => ({ Uploads: [] }))
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
  }
}
