/**
 * Makes one object of an upload's parts, from the store's list of them and never from a client's.
 *
 * Any call may be a repeated one or one of several at once, and any response may have been lost. So the object under
 * the key decides: a failure reported here counts only when the caller finds no object of this upload there.
 */
import type { StoredPart } from '../../component/protocol.ts'
import type { MultipartUpload, ObjectAddress, ObjectStorage } from './object-storage.ts'
import { sizeOfPart } from './part-plan.ts'
import { StorageError } from './storage-error.ts'
import type { MultipartClaims } from './ticket.ts'
import { UploadError } from './upload-error.ts'

export interface Assembly {
  /** Base64 with the number of parts, `…=-3`; `null` where none was bound or the parts cannot be listed any more. */
  sha256: string | null
  /** Why assembling failed; `null` when it succeeded. */
  failure: Error | null
}

interface PartsToAssemble extends ObjectAddress {
  /** Bytes of all parts. */
  size: number
  multipart: MultipartClaims
  mayOverwrite: boolean
}

const SHA256_BYTES = 32

/**
 * @throws {UploadError} `parts-missing` or `checksum-unverified`
 * @throws {StorageError} from listing
 */
export async function assemble(
  storage: ObjectStorage,
  toAssemble: PartsToAssemble,
  signal: AbortSignal,
): Promise<Assembly> {
  const { bucket, key, multipart, mayOverwrite } = toAssemble
  const upload = { bucket, key, uploadId: multipart.uploadId }
  const stored = await listAllParts(storage, upload, signal)
  if (stored === null) return { sha256: null, failure: gone() }
  const parts = plannedParts(stored, toAssemble)
  const sha256 = multipart.checksum === null ? null : await compositeSha256(parts)
  return {
    sha256,
    failure: await failureOf(storage.completeMultipart(upload, parts, { mayOverwrite }, signal)),
  }
}

async function failureOf(completion: ReturnType<ObjectStorage['completeMultipart']>): Promise<Error | null> {
  try {
    switch (await completion) {
      case 'assembled':
        return null
      case 'gone':
        return gone()
      case 'parts-changed':
        return missing('Parts changed while they were assembled.')
    }
  } catch (error) {
    if (error instanceof StorageError) return error
    throw error
  }
}

async function listAllParts(
  storage: ObjectStorage,
  upload: MultipartUpload,
  signal: AbortSignal,
): Promise<StoredPart[] | null> {
  const parts: StoredPart[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<ObjectStorage['listParts']>> = await storage.listParts(
      upload,
      after,
      signal,
    )
    if (page === null) return null
    parts.push(...page.parts)
    after = page.nextPartNumber
  }
  return parts
}

/** Exactly the planned parts, each of its planned size, so their sum is the file. */
function plannedParts(stored: readonly StoredPart[], { size, multipart }: PartsToAssemble): StoredPart[] {
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]))
  const parts = Array.from({ length: multipart.partCount }, (_, index) => byNumber.get(index + 1)).filter(
    (part) => part !== undefined && part.size === sizeOfPart(multipart, size, part.partNumber),
  )
  const lacking = multipart.partCount - parts.length
  if (lacking > 0) throw missing(`S3 lacks ${lacking} of ${multipart.partCount} parts.`)
  return parts.filter((part) => part !== undefined)
}

/** As S3 computes it: the SHA-256 of the parts' SHA-256s. */
async function compositeSha256(parts: readonly StoredPart[]): Promise<string> {
  const digests = parts.map(({ sha256 }) => {
    const digest = sha256 === undefined ? null : digestOf(sha256)
    if (digest === null) throw unverified()
    return digest
  })
  const all = new Uint8Array(digests.length * SHA256_BYTES)
  for (const [index, digest] of digests.entries()) all.set(digest, index * SHA256_BYTES)
  const composite = new Uint8Array(await crypto.subtle.digest('SHA-256', all))
  return `${btoa(String.fromCharCode(...composite))}-${parts.length}`
}

/** `null` for a value that is not 32 bytes in base64. */
function digestOf(base64: string): Uint8Array | null {
  try {
    const digest = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
    return digest.length === SHA256_BYTES ? digest : null
  } catch {
    return null
  }
}

function missing(message: string): UploadError {
  return new UploadError('parts-missing', message)
}

function gone(): UploadError {
  return new UploadError('upload-not-found', 'The upload was aborted or ran out of time.', {
    retryable: false,
  })
}

/** For stores that accept a checksum and do not report that they compared it with the bytes. */
export function unverified(): UploadError {
  return new UploadError('checksum-unverified', 'The store did not verify the file’s checksum.')
}
