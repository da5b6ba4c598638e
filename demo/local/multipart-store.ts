/**
 * Uploads in parts, between Create and Complete or Abort. They survive a restart, as on S3.
 *
 * Completing copies no bytes: the object is the list of its parts' blobs, so 5 GiB are committed in milliseconds.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Blob, BlobStore } from './blob-store.ts'
import type { Checksum, ChecksumAlgorithm } from './checksum.ts'
import type { ObjectAttributes, StoredObject } from './object-store.ts'
import { readRecords, writeRecord } from './record-file.ts'
import { S3Error } from './s3-error.ts'

export interface MultipartUpload {
  uploadId: string
  bucket: string
  key: string
  attributes: ObjectAttributes
  /** What every part must come with, `null` for whatever each brings. */
  checksumAlgorithm: ChecksumAlgorithm | null
  /** Epoch ms. */
  initiatedAt: number
}

export interface StoredPart {
  partNumber: number
  etag: string
  checksum: Checksum | null
  /** Epoch ms. */
  lastModified: number
  blob: Blob
}

/** What became of an upload, for the client that never got the answer. */
export interface FinishedUpload {
  upload: MultipartUpload
  /** Of the parts, in order. */
  partEtags: readonly string[]
  object: StoredObject
}

interface UploadState {
  upload: MultipartUpload
  parts: Map<number, StoredPart>
}

const MAX_FINISHED = 1000

export class MultipartStore {
  readonly #directory: string
  readonly #blobs: BlobStore
  readonly #uploads = new Map<string, UploadState>()
  /** The last ones only, and only until this process ends. */
  readonly #finished = new Map<string, FinishedUpload>()

  constructor(directory: string, blobs: BlobStore) {
    this.#directory = join(directory, 'uploads')
    this.#blobs = blobs
    mkdirSync(this.#directory, { recursive: true })
    for (const uploadId of readdirSync(this.#directory)) {
      const [upload] = readRecords<MultipartUpload>(this.#folder(uploadId))
      if (!upload) continue
      const parts = readRecords<StoredPart>(this.#folder(uploadId, 'parts'))
      this.#uploads.set(uploadId, { upload, parts: new Map(parts.map((part) => [part.partNumber, part])) })
    }
  }

  *blobIds(): Generator<string> {
    for (const { parts } of this.#uploads.values()) for (const { blob } of parts.values()) yield blob.id
  }

  create(upload: Omit<MultipartUpload, 'uploadId'>): MultipartUpload {
    const created = { ...upload, uploadId: randomUUID().replaceAll('-', '') }
    mkdirSync(this.#folder(created.uploadId, 'parts'), { recursive: true })
    writeRecord(this.#folder(created.uploadId, 'upload.json'), created)
    this.#uploads.set(created.uploadId, { upload: created, parts: new Map() })
    return created
  }

  /** Throws `NoSuchUpload`, also when the id belongs to another key. */
  find(bucket: string, key: string, uploadId: string): MultipartUpload {
    return this.#state(bucket, key, uploadId).upload
  }

  list(bucket: string): MultipartUpload[] {
    return [...this.#uploads.values()]
      .map(({ upload }) => upload)
      .filter((upload) => upload.bucket === bucket)
  }

  /** By part number. */
  parts({ bucket, key, uploadId }: MultipartUpload): StoredPart[] {
    return [...this.#state(bucket, key, uploadId).parts.values()].sort((a, b) => a.partNumber - b.partNumber)
  }

  /** A part sent again replaces the former one. Throws `NoSuchUpload` when the upload ended meanwhile. */
  putPart({ bucket, key, uploadId }: MultipartUpload, part: StoredPart): void {
    const { parts } = this.#state(bucket, key, uploadId)
    const replaced = parts.get(part.partNumber)
    writeRecord(this.#folder(uploadId, 'parts', `${part.partNumber}.json`), part)
    parts.set(part.partNumber, part)
    if (replaced) this.#discard(replaced)
  }

  /** `null` where this id never finished an upload to this key, or too long ago. */
  finished(bucket: string, key: string, uploadId: string): FinishedUpload | null {
    const finished = this.#finished.get(uploadId)
    return finished?.upload.bucket === bucket && finished.upload.key === key ? finished : null
  }

  /** The parts' bytes are now the object's: those of parts that it left out are removed. */
  finish(upload: MultipartUpload, parts: readonly StoredPart[], object: StoredObject): void {
    this.#finished.set(upload.uploadId, { upload, partEtags: parts.map(({ etag }) => etag), object })
    for (const oldest of this.#finished.keys()) {
      if (this.#finished.size <= MAX_FINISHED) break
      this.#finished.delete(oldest)
    }
    this.end(upload, new Set(parts))
  }

  /** Forgets the upload and removes the bytes of every part that `keep` does not hold. */
  end({ uploadId }: MultipartUpload, keep: ReadonlySet<StoredPart> = new Set()): void {
    const state = this.#uploads.get(uploadId)
    this.#uploads.delete(uploadId)
    rmSync(this.#folder(uploadId), { recursive: true, force: true })
    for (const part of state?.parts.values() ?? []) if (!keep.has(part)) this.#discard(part)
  }

  #discard({ blob }: StoredPart): void {
    this.#blobs.discard(blob).catch(() => {})
  }

  #state(bucket: string, key: string, uploadId: string): UploadState {
    const state = this.#uploads.get(uploadId)
    if (!state || state.upload.bucket !== bucket || state.upload.key !== key) {
      throw new S3Error('NoSuchUpload', { details: { UploadId: uploadId } })
    }
    return state
  }

  #folder(uploadId: string, ...path: string[]): string {
    return join(this.#directory, uploadId, ...path)
  }
}

/** MD5 of the parts' MD5s, with their number behind it: no hash of the whole object. */
export function multipartEtag(parts: readonly StoredPart[]): string {
  const md5 = createHash('md5')
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'))
  return `${md5.digest('hex')}-${parts.length}`
}
