/**
 * Buckets and objects on disk.
 *
 * Owns: which bytes belong to which key, and that a reader sees an object whole or not at all. Does not own: HTTP,
 * signatures, uploads in parts (multipart-store.ts). Layout: `blobs/<random id>`, `buckets/<name>/bucket.json`,
 * `buckets/<name>/objects/<SHA-256 of the key>.json`. Hashed names because a key may be 1,024 bytes of anything: no
 * key can leave the folder, meet another in a case-folding file system or be both a file and a folder.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Blob, BlobStore } from './blob-store.ts'
import type { Checksum } from './checksum.ts'
import type { CorsRule } from './cors.ts'
import { readRecords, removeRecord, writeRecord } from './record-file.ts'
import { S3Error } from './s3-error.ts'

export interface Bucket {
  name: string
  /** ISO 8601. */
  createdAt: string
  corsRules: CorsRule[]
  access: BucketAccess
}

/** The canned ACLs that matter here: who may upload a form without a signature. */
export type BucketAccess = 'private' | 'public-read-write'

export interface StoredObject extends ObjectAttributes {
  key: string
  /** Bytes. */
  size: number
  /** Without the quotes it has on the wire. */
  etag: string
  /** Epoch ms. */
  lastModified: number
  checksum: Checksum | null
  blobs: Blob[]
}

/** What the uploader says about an object and gets back with it. */
export interface ObjectAttributes {
  contentType: string
  /** `cache-control`, `content-disposition`, … by lower-case name. */
  headers: Record<string, string>
  /** By lower-case name, without `x-amz-meta-`. */
  metadata: Record<string, string>
}

interface BucketState {
  bucket: Bucket
  objects: Map<string, StoredObject>
}

export class ObjectStore {
  readonly blobs: BlobStore
  readonly #directory: string
  readonly #buckets = new Map<string, BucketState>()
  /** Downloads under way by object; the bytes of a replaced object stay until its last reader is done. */
  readonly #readers = new Map<StoredObject, number>()
  readonly #doomed = new Set<StoredObject>()

  constructor(directory: string) {
    this.#directory = directory
    this.blobs = new BlobStore(join(directory, 'blobs'))
    mkdirSync(this.#folder(), { recursive: true })
    for (const name of readdirSync(this.#folder())) {
      const [bucket] = readRecords<Bucket>(this.#folder(name))
      if (!bucket) continue
      const records = readRecords<StoredObject>(this.#folder(name, 'objects'))
      this.#buckets.set(name, { bucket, objects: new Map(records.map((record) => [record.key, record])) })
    }
  }

  /** Ids of every blob that an object names. */
  *blobIds(): Generator<string> {
    for (const { objects } of this.#buckets.values()) {
      for (const object of objects.values()) for (const { id } of object.blobs) yield id
    }
  }

  // -------------------------------------------------------------------------------------------------- buckets

  listBuckets(): Bucket[] {
    return [...this.#buckets.values()].map(({ bucket }) => bucket)
  }

  findBucket(name: string): Bucket | null {
    return this.#buckets.get(name)?.bucket ?? null
  }

  /** Throws `NoSuchBucket`. */
  bucket(name: string): Bucket {
    return this.#state(name).bucket
  }

  saveBucket(bucket: Bucket): void {
    mkdirSync(this.#folder(bucket.name, 'objects'), { recursive: true })
    writeRecord(this.#folder(bucket.name, 'bucket.json'), bucket)
    const objects = this.#buckets.get(bucket.name)?.objects ?? new Map<string, StoredObject>()
    this.#buckets.set(bucket.name, { bucket, objects })
  }

  deleteBucket(name: string): void {
    if (this.#state(name).objects.size > 0)
      throw new S3Error('BucketNotEmpty', { details: { BucketName: name } })
    rmSync(this.#folder(name), { recursive: true })
    this.#buckets.delete(name)
  }

  // -------------------------------------------------------------------------------------------------- objects

  find(bucket: string, key: string): StoredObject | null {
    return this.#state(bucket).objects.get(key) ?? null
  }

  /** Throws `NoSuchKey`. */
  object(bucket: string, key: string): StoredObject {
    const object = this.find(bucket, key)
    if (!object) throw new S3Error('NoSuchKey', { details: { Key: key } })
    return object
  }

  /** All objects of a bucket, by the bytes of their keys, as S3 lists them. */
  list(bucket: string): StoredObject[] {
    return [...this.#state(bucket).objects.values()].sort((a, b) =>
      Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)),
    )
  }

  /** From here on readers see the new object; whatever the key named before is removed. */
  put(bucket: string, object: StoredObject): void {
    const { objects } = this.#state(bucket)
    const replaced = objects.get(object.key)
    writeRecord(this.#recordPath(bucket, object.key), object)
    objects.set(object.key, object)
    if (replaced) this.#removeBytes(replaced)
  }

  delete(bucket: string, key: string): void {
    const { objects } = this.#state(bucket)
    const removed = objects.get(key)
    if (!removed) return
    removeRecord(this.#recordPath(bucket, key))
    objects.delete(key)
    this.#removeBytes(removed)
  }

  /** Bytes `start` to `end`, the end not included. */
  async *read(object: StoredObject, start: number, end: number): AsyncGenerator<Uint8Array> {
    this.#readers.set(object, (this.#readers.get(object) ?? 0) + 1)
    try {
      yield* this.blobs.read(object.blobs, start, end)
    } finally {
      const left = (this.#readers.get(object) ?? 1) - 1
      if (left > 0) this.#readers.set(object, left)
      else this.#readers.delete(object)
      if (left === 0 && this.#doomed.delete(object)) this.#removeBytes(object)
    }
  }

  #removeBytes(object: StoredObject): void {
    if (this.#readers.has(object)) {
      this.#doomed.add(object)
      return
    }
    // Nobody waits for this: the record is gone, and what a crash leaves is removed at the next start.
    for (const blob of object.blobs) this.blobs.discard(blob).catch(() => {})
  }

  #state(bucket: string): BucketState {
    const state = this.#buckets.get(bucket)
    if (!state) throw new S3Error('NoSuchBucket', { details: { BucketName: bucket } })
    return state
  }

  #recordPath(bucket: string, key: string): string {
    return this.#folder(bucket, 'objects', `${createHash('sha256').update(key).digest('hex')}.json`)
  }

  #folder(...path: string[]): string {
    return join(this.#directory, 'buckets', ...path)
  }
}
