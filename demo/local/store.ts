/**
 * The data of this S3: tables in memory with a log on disk, and bytes in files.
 * Tables change synchronously: a check and its change are one step, and a reader sees a whole object or none. Bytes are
 * written before a table refers to them, and removed when no table does; leftovers of a crash are removed at the next
 * start.
 */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsError } from './aws-error.ts'
import type { Checksum, ChecksumAlgorithm } from './checksum.ts'
import type { CorsRule } from './cors-rule.ts'
import type { NotificationRules } from './notification-rules.ts'
import type { ObjectEvent, ObjectEventName } from './object-event.ts'

export type Tags = Readonly<Record<string, string>>

/** A canned ACL: `public-read` allows lists without a signature, `public-read-write` also forms. */
export type BucketAccess = 'private' | 'public-read' | 'public-read-write'
export type Bucket = { corsRules: CorsRule[]; access: BucketAccess; notifications?: NotificationRules }

/** A file with a random name, written once and never changed. */
export type Blob = { id: string; size: number }
export type Content = { size: number; etag: string; checksum: Checksum | null; blobs: Blob[] }
/** Attributes are headers that are returned with the object, by lower-case name: `content-type`, `x-amz-meta-…`. */
type Named = { key: string; attributes: Record<string, string>; tags?: Tags }
export type StoredObject = Content & Named & { lastModified: string; uploadId?: string }
/** With the algorithm of the checksum that every part needs. */
export type Upload = Named & { uploadId: string; bucket: string; checksumAlgorithm: ChecksumAlgorithm | null }

/** A map that appends each change as a line to its file. */
class Table<Value> extends Map<string, Value> {
  readonly #path: string

  constructor(path: string) {
    super()
    this.#path = path
    // Text after the last line break is a write that a crash interrupted.
    const lines = fs.existsSync(path) ? fs.readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
    for (const line of lines) {
      const [key, value] = JSON.parse(line) as [string, Value | null]
      if (value === null) super.delete(key)
      else super.set(key, value)
    }
    fs.writeFileSync(`${path}.draft`, [...this].map((row) => `${JSON.stringify(row)}\n`).join(''))
    fs.renameSync(`${path}.draft`, path)
  }

  override set(key: string, value: Value): this {
    fs.appendFileSync(this.#path, `${JSON.stringify([key, value])}\n`)
    return super.set(key, value)
  }

  override delete(key: string): boolean {
    if (this.has(key)) fs.appendFileSync(this.#path, `${JSON.stringify([key, null])}\n`)
    return super.delete(key)
  }
}

export class Store {
  readonly buckets: Table<Bucket>
  /** By id. Parts are objects in a bucket with the upload's id, with the part number in five digits as key. */
  readonly uploads: Table<Upload>
  readonly #objects: Table<StoredObject>
  readonly #directory: string
  readonly #unnamed: Blob[] = []
  readonly #onEvent: (event: ObjectEvent) => void
  /** Of the latest event. Grows also over restarts. */
  #sequence = Date.now() * 0x1000
  #readers = 0

  /** @param onEvent called after an object of a bucket became visible or was removed. */
  constructor(directory: string, onEvent: (event: ObjectEvent) => void = () => {}) {
    this.#onEvent = onEvent
    this.#directory = join(directory, 'blobs')
    fs.mkdirSync(this.#directory, { recursive: true })
    this.buckets = new Table(join(directory, 'buckets'))
    this.uploads = new Table(join(directory, 'uploads'))
    this.#objects = new Table(join(directory, 'objects'))
    for (const { uploadId = '' } of this.#objects.values()) this.uploads.delete(uploadId)
    const isLost = (bucket = '') => !this.buckets.has(bucket) && !this.uploads.has(bucket)
    for (const id of this.#objects.keys()) if (isLost(id.split('/')[0])) this.#objects.delete(id)
    const named = new Set([...this.#objects.values()].flatMap(({ blobs }) => blobs.map(({ id }) => id)))
    for (const id of fs.readdirSync(this.#directory)) if (!named.has(id)) fs.rmSync(this.#path(id))
  }

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name)
    if (!bucket) throw new AwsError('NoSuchBucket')
    return bucket
  }

  object(bucket: string, key: string): StoredObject | undefined {
    return this.#objects.get(`${bucket}/${key}`)
  }

  /** In the order of the bytes of their keys, as in S3's lists. */
  objectsOf(bucket: string): StoredObject[] {
    const found = [...this.#objects].flatMap(([id, object]) => (id.startsWith(`${bucket}/`) ? [object] : []))
    return found.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
  }

  /**
   * Makes the object visible to readers.
   *
   * @param by absent for a part.
   * @throws AwsError `NoSuchBucket` if the bucket was deleted while the bytes arrived
   */
  putObject(bucket: string, object: Omit<StoredObject, 'lastModified'>, by?: ObjectEventName): void {
    if (!this.uploads.has(bucket)) this.bucket(bucket)
    const replaced = this.object(bucket, object.key)
    this.#objects.set(`${bucket}/${object.key}`, { ...object, lastModified: new Date().toISOString() })
    this.#release(replaced?.blobs ?? [])
    const { key, size, etag } = object
    if (by !== undefined) this.#report(by, bucket, key, { size, etag })
  }

  setTags(bucket: string, object: StoredObject, tags: Tags): void {
    this.#objects.set(`${bucket}/${object.key}`, { ...object, tags })
  }

  deleteObject(bucket: string, key: string, kept: ReadonlySet<Blob> = new Set()): void {
    const object = this.object(bucket, key)
    if (object === undefined) return
    this.#objects.delete(`${bucket}/${key}`)
    this.#release(object.blobs.filter((blob) => !kept.has(blob)))
    if (this.buckets.has(bucket)) this.#report('ObjectRemoved:Delete', bucket, key, null)
  }

  #report(name: ObjectEventName, bucket: string, key: string, content: ObjectEvent['content']): void {
    this.#sequence += 1
    const sequencer = this.#sequence.toString(16).toUpperCase().padStart(18, '0')
    this.#onEvent({ name, bucket, key, content, sequencer, time: new Date().toISOString() })
  }

  endUpload(uploadId: string, kept?: ReadonlySet<Blob>): void {
    this.uploads.delete(uploadId)
    for (const { key } of this.objectsOf(uploadId)) this.deleteObject(uploadId, key, kept)
  }

  async writeBlob(source: AsyncIterable<Uint8Array>): Promise<string> {
    const id = randomUUID()
    const file = await open(this.#path(id), 'wx')
    try {
      for await (const chunk of source) await file.appendFile(chunk)
      return id
    } catch (error) {
      await this.removeBlob(id)
      throw error
    } finally {
      await file.close()
    }
  }

  /** Bytes from `start` to before `end` of these blobs, concatenated. */
  async *read(blobs: readonly Blob[], start: number, end: number): AsyncGenerator<Uint8Array> {
    this.#readers += 1
    let offset = 0
    try {
      for (const { id, size } of blobs) {
        const range = { start: Math.max(start - offset, 0), end: Math.min(end - offset, size) - 1 }
        const isWanted = range.start <= range.end
        if (isWanted) yield* fs.createReadStream(this.#path(id), { ...range, highWaterMark: 256 * 1024 })
        offset += size
      }
    } finally {
      this.#readers -= 1
      this.#release([])
    }
  }

  removeBlob(id: string): Promise<void> {
    return rm(this.#path(id), { force: true })
  }

  /** Removes blobs in the background when no reader is active. */
  #release(blobs: readonly Blob[]): void {
    this.#unnamed.push(...blobs)
    if (this.#readers > 0) return
    for (const { id } of this.#unnamed.splice(0)) this.removeBlob(id).catch(() => {})
  }

  #path(id: string): string {
    return join(this.#directory, id)
  }
}
