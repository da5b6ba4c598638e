/** The proof that the store holds what a ticket grants. Parts are made one object on the way. */

import { type Caller, itemSignal } from '../routes/upload-context.ts'
import { type Assembly, assemble, unverified } from './assemble.ts'
import type { ObjectStorage, StoredObject } from './object-storage.ts'
import type { TicketClaims } from './ticket.ts'
import { UploadError } from './upload-error.ts'

/** @throws {UploadError} that says what is missing or different. @throws {StorageError} */
export async function verifyUpload(
  storage: ObjectStorage,
  caller: Caller,
  claims: TicketClaims,
): Promise<StoredObject> {
  const { key, size, multipart } = claims
  if (multipart === null) {
    const object = await storage.head(key, itemSignal(caller.signal))
    assertGranted(object, claims)
    if (claims.sha256 !== null) assertChecksum(object, (sha256) => sha256 === claims.sha256)
    return object
  }
  const signal = itemSignal(caller.assemblySignal)
  const assembly = await assemble(storage, { key, size, multipart }, signal)
  const object = await storage.head(key, signal)
  if (assembly.failure !== null && object?.uploadId !== claims.id) throw assembly.failure
  assertGranted(object, claims)
  if (multipart.checksum !== null) {
    assertChecksum(object, (sha256) => isOf(sha256, assembly, multipart.partCount))
  }
  return object
}

// Parts that are assembled cannot be listed any more; what is left to see is how many they were.
function isOf(sha256: string, assembly: Assembly, partCount: number): boolean {
  return assembly.sha256 === null ? sha256.endsWith(`-${partCount}`) : sha256 === assembly.sha256
}

/** The store enforced all this already; a store that did not, or a key written by someone else, ends here. */
function assertGranted(object: StoredObject | null, claims: TicketClaims): asserts object is StoredObject {
  if (object === null) throw new UploadError('upload-not-found', 'The file has not arrived yet.')
  const wrong =
    object.uploadId !== claims.id
      ? 'The stored object comes from another upload.'
      : object.size !== claims.size
        ? `The stored object has ${object.size} bytes instead of ${claims.size}.`
        : object.contentType !== claims.contentType
          ? `The stored object is not of type ${claims.contentType}.`
          : null
  if (wrong !== null) throw new UploadError('object-mismatch', wrong)
}

function assertChecksum({ sha256 }: StoredObject, isGranted: (sha256: string) => boolean): void {
  // A store that ignores checksums took whatever came, so its silence is no proof.
  if (sha256 === null) throw unverified()
  if (!isGranted(sha256)) {
    throw new UploadError('object-mismatch', 'The stored object does not have the announced checksum.')
  }
}
