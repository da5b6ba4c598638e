/** Verifies that the store holds what a ticket grants. Parts are assembled first. */

import { type Assembly, unverified } from './assemble.ts'
import type { Assemblies, AssemblyWait } from './assemblies.ts'
import { DEADLINES } from './deadlines.ts'
import { itemSignal } from './item-signal.ts'
import type { ObjectStorage, StoredObject } from './object-storage.ts'
import type { TicketClaims } from './ticket.ts'
import { UploadError } from './upload-error.ts'

/** What ends the wait for AWS; shared by all items of a request. */
export interface RequestSignals {
  signal: AbortSignal
  /** The same for uploads in parts, which S3 needs longer to list and to assemble. */
  assembly: AssemblyWait
}

/**
 * @throws {UploadError} that says what is missing or different
 * @throws {StorageError}
 */
export async function verifyUpload(
  { storage, assemblies }: { storage: ObjectStorage; assemblies: Assemblies },
  signals: RequestSignals,
  claims: TicketClaims,
): Promise<StoredObject> {
  const { key, size, multipart } = claims
  if (multipart === null) {
    const object = await storage.head(key, itemSignal(signals.signal))
    assertGranted(object, claims)
    if (claims.sha256 !== null) assertChecksum(object, (sha256) => sha256 === claims.sha256)
    return object
  }
  const { signal, ...wait } = signals.assembly
  const assembly = await assemblies.assemble(
    storage,
    { key, size, multipart },
    { ...wait, signal: itemSignal(signal) },
  )
  const object = await storage.head(key, AbortSignal.timeout(DEADLINES.assembledMs))
  if (assembly.failure !== null && object?.uploadId !== claims.id) throw assembly.failure
  assertGranted(object, claims)
  if (multipart.checksum !== null) {
    assertChecksum(object, (sha256) => matches(sha256, assembly, multipart.partCount))
  }
  return object
}

// Assembled parts cannot be listed any more; what remains to compare is their count.
function matches(sha256: string, assembly: Assembly, partCount: number): boolean {
  return assembly.sha256 === null ? sha256.endsWith(`-${partCount}`) : sha256 === assembly.sha256
}

/** The store enforces all this; a store that does not, or a key written by another program, is found here. */
function assertGranted(object: StoredObject | null, claims: TicketClaims): asserts object is StoredObject {
  if (object === null) throw new UploadError('upload-not-found', 'The file has not arrived yet.')
  const difference =
    object.uploadId !== claims.id
      ? 'The stored object comes from another upload.'
      : object.size !== claims.size
        ? `The stored object has ${object.size} bytes instead of ${claims.size}.`
        : object.contentType !== claims.contentType
          ? `The stored object is not of type ${claims.contentType}.`
          : null
  if (difference !== null) throw new UploadError('object-mismatch', difference)
}

function assertChecksum({ sha256 }: StoredObject, isGranted: (sha256: string) => boolean): void {
  // A store that ignores checksums stores any bytes, so a missing checksum is not accepted.
  if (sha256 === null) throw unverified()
  if (!isGranted(sha256)) {
    throw new UploadError('object-mismatch', 'The stored object does not have the announced checksum.')
  }
}
