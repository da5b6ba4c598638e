import { createHash } from 'node:crypto'
import {
  type NewObject,
  type ObjectHead,
  type ObjectPin,
  type ObjectStore,
  StorageError,
} from '../../../lambda/object-store.ts'

interface Stored extends ObjectHead {
  body: Buffer
  cacheControl: string | null
}

/** One call on the store, before it has any effect: throw to fail it, await to hold it up. */
export type BeforeCall = (call: string, key: string) => void | Promise<void>

/** An object store in memory with S3's conditional writes, that counts and can be made to fail. */
export class MemoryObjectStore implements ObjectStore {
  readonly objects = new Map<string, Stored>()
  readonly calls: string[] = []
  /** Bodies that were opened and neither read nor discarded. */
  openBodies = 0
  before: BeforeCall = () => {}

  async open(pin: ObjectPin) {
    const stored = await this.#find('open', pin)
    const { body, ...head } = stored
    this.openBodies += 1
    let isOpen = true
    const close = () => {
      if (isOpen) this.openBodies -= 1
      isOpen = false
    }
    return {
      ...head,
      peek: async () => Buffer.from(body.subarray(0, 1024)),
      read: async () => {
        close()
        this.calls.push(`read ${pin.key}`)
        await this.before('read', pin.key)
        return Buffer.from(body)
      },
      discard: close,
    }
  }

  async head(pin: ObjectPin) {
    return await this.#find('head', pin)
  }

  async put(object: NewObject): Promise<string> {
    this.calls.push(`put ${object.key}`)
    await this.before('put', object.key)
    const path = `${object.bucket}/${object.key}`
    const existing = this.objects.get(path)
    if (object.condition?.kind === 'absent' && existing)
      throw new StorageError('precondition-failed', 'exists')
    if (object.condition?.kind === 'matches' && existing?.etag !== object.condition.etag) {
      throw new StorageError(existing ? 'precondition-failed' : 'not-found', 'changed')
    }
    const etag = createHash('md5').update(object.body).digest('hex')
    this.objects.set(path, {
      body: object.body,
      size: object.body.length,
      etag,
      versionId: null,
      contentType: object.contentType,
      userMetadata: object.userMetadata ?? {},
      cacheControl: object.cacheControl ?? null,
    })
    return etag
  }

  readonly tagsOf = new Map<string, Record<string, string>>()

  async tags(pin: ObjectPin): Promise<Record<string, string>> {
    await this.#find('tags', pin)
    return this.tagsOf.get(pin.key) ?? {}
  }

  async delete(bucket: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.calls.push(`delete ${key}`)
      await this.before('delete', key)
      this.objects.delete(`${bucket}/${key}`)
    }
  }

  async *list(bucket: string, prefix: string): AsyncIterable<string> {
    this.calls.push(`list ${prefix}`)
    const paths = [...this.objects.keys()].sort()
    for (const path of paths) if (path.startsWith(`${bucket}/${prefix}`)) yield path.slice(bucket.length + 1)
  }

  /** Stores an original the way an upload would, without counting; returns its ETag. */
  async upload(key: string, body: Buffer, contentType: string, userMetadata = {}): Promise<string> {
    const { before } = this
    this.before = () => {}
    const etag = await this.put({ bucket: 'uploads', key, body, contentType, userMetadata })
    this.calls.pop()
    this.before = before
    return etag
  }

  get(key: string): Stored {
    const stored = this.objects.get(`uploads/${key}`)
    if (!stored) throw new Error(`${key} is not stored; there are ${[...this.objects.keys()].join(', ')}`)
    return stored
  }

  json(key: string) {
    return JSON.parse(this.get(key).body.toString('utf8'))
  }

  keys(): string[] {
    return [...this.objects.keys()].map((path) => path.slice('uploads/'.length)).sort()
  }

  async #find(call: string, pin: ObjectPin): Promise<Stored> {
    this.calls.push(`${call} ${pin.key}`)
    await this.before(call, pin.key)
    const stored = this.objects.get(`${pin.bucket}/${pin.key}`)
    if (!stored) throw new StorageError('not-found', 'NoSuchKey')
    if (pin.ifMatch !== undefined && pin.ifMatch !== stored.etag) {
      throw new StorageError('precondition-failed', 'changed')
    }
    return stored
  }
}
