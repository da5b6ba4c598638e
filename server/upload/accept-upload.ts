/** Verifies that the store holds what a ticket grants, and brings it to where no grant of a client reaches it. */

import { type Assembly, assemble, unverified } from './assemble.ts'
import type { Assemblies, AssemblyWait } from './assemblies.ts'
import { DEADLINES } from './deadlines.ts'
import { itemSignal } from './item-signal.ts'
import type { ObjectAddress, ObjectStorage, StoredObject } from './object-storage.ts'
import type { Route } from './route.ts'
import type { MultipartClaims, TicketClaims } from './ticket.ts'
import { UploadError } from './upload-error.ts'

/** What ends the wait for AWS; shared by all items of a request. */
export interface RequestSignals {
  signal: AbortSignal
  /** The same for what S3 needs longer for: assembling parts, copying large objects. */
  assembly: AssemblyWait
}

export interface AcceptedUpload {
  object: StoredObject
  /** Whether an earlier request accepted it already. */
  isRepeated: boolean
}

interface Dependencies {
  storage: ObjectStorage
  assemblies: Assemblies
  route: Route
  pendingPrefix: string
}

/** Bytes. S3 copies smaller objects within seconds. */
const QUICK_COPY = 64 * 1024 ** 2

/** Where a form post arrives: one place for each upload, also where several have the same key. */
export function pendingAddress(
  { bucket }: Pick<ObjectAddress, 'bucket'>,
  pendingPrefix: string,
  id: string,
): ObjectAddress {
  return { bucket, key: pendingPrefix + id }
}

/**
 * @throws {UploadError} that says what is missing or different; an object that differs is deleted
 * @throws {StorageError}
 */
export async function acceptUpload(
  dependencies: Dependencies,
  signals: RequestSignals,
  claims: TicketClaims,
): Promise<AcceptedUpload> {
  const { storage, route } = dependencies
  const address = { bucket: route.target.bucket, key: claims.key }
  const { multipart } = claims
  if (multipart === null) return acceptForm(dependencies, signals, claims, address)
  const assembly = await run(dependencies, signals, claims.id, (signal) =>
    assemble(
      storage,
      { ...address, size: claims.size, multipart, mayOverwrite: mayOverwrite(claims) },
      signal,
    ),
  )
  const object = await storage.head(address, AbortSignal.timeout(DEADLINES.assembledMs))
  if (assembly.failure !== null && object?.uploadId !== claims.id) throw assembly.failure
  const isGranted = (sha256: string) => matchesParts(sha256, assembly, multipart)
  return {
    object: await verified(dependencies, object, claims, isGranted),
    isRepeated: assembly.failure !== null,
  }
}

async function acceptForm(
  dependencies: Dependencies,
  signals: RequestSignals,
  claims: TicketClaims,
  to: ObjectAddress,
): Promise<AcceptedUpload> {
  const { storage, route, pendingPrefix } = dependencies
  const from = pendingAddress(to, pendingPrefix, claims.id)
  const checksum = claims.sha256 === null ? null : 'sha256'
  const move = {
    from,
    to,
    checksum,
    mayOverwrite: mayOverwrite(claims),
    attributes: route.attributes,
  } as const
  const outcome =
    claims.size <= QUICK_COPY
      ? await storage.accept(move, itemSignal(signals.signal))
      : await run(dependencies, signals, claims.id, (signal) => storage.accept(move, signal))
  const object = await storage.head(to, itemSignal(signals.signal))
  const isGranted = (sha256: string) => sha256 === claims.sha256
  return {
    object: await verified(dependencies, object, claims, isGranted),
    isRepeated: outcome !== 'accepted',
  }
}

/** A key of the host's own choice without the upload's id is meant to be overwritten by later uploads. */
function mayOverwrite({ key, id }: TicketClaims): boolean {
  return !key.includes(id)
}

function run<Value>(
  { assemblies }: Dependencies,
  { assembly: { signal, ...wait } }: RequestSignals,
  id: string,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  return assemblies.run(id, work, { ...wait, signal: itemSignal(signal) })
}

// Assembled parts cannot be listed any more; what remains to compare is their count.
function matchesParts(sha256: string, assembly: Assembly, { partCount }: MultipartClaims): boolean {
  return assembly.sha256 === null ? sha256.endsWith(`-${partCount}`) : sha256 === assembly.sha256
}

/** An object that differs from its grant is deleted: it can never be completed. */
async function verified(
  dependencies: Dependencies,
  object: StoredObject | null,
  claims: TicketClaims,
  isGranted: (sha256: string) => boolean,
): Promise<StoredObject> {
  try {
    return assertGranted(object, claims, isGranted)
  } catch (error) {
    const isFinal = error instanceof UploadError && !error.retryable
    if (isFinal && object?.uploadId === claims.id) {
      // Best effort: the error matters more, and the lifecycle rule of pending uploads removes the rest.
      await discardUpload(dependencies, claims, object).catch(() => {})
    }
    throw error
  }
}

/** Deletes an upload that was verified or refused, wherever its bytes are. @throws {StorageError} */
export async function discardUpload(
  { storage, route, pendingPrefix }: Omit<Dependencies, 'assemblies'>,
  { id, key, multipart }: TicketClaims,
  object: StoredObject,
): Promise<void> {
  const signal = AbortSignal.timeout(DEADLINES.discardMs)
  const address = { bucket: route.target.bucket, key }
  const pending = pendingAddress(address, pendingPrefix, id)
  await Promise.all([
    storage.remove({ ...address, etag: object.etag }, signal),
    multipart === null ? storage.removeAll(pending.bucket, [pending.key], signal) : undefined,
  ])
}

/** The store enforces all this; a store that does not, or a key written by another program, is found here. */
function assertGranted(
  object: StoredObject | null,
  claims: TicketClaims,
  isGranted: (sha256: string) => boolean,
): StoredObject {
  if (object === null) throw new UploadError('upload-not-found', 'The file has not arrived yet.')
  const difference =
    object.uploadId !== claims.id
      ? 'The stored object comes from another upload.'
      : object.size !== claims.size
        ? `The stored object has ${object.size} bytes instead of ${claims.size}.`
        : essence(object.contentType) !== essence(claims.contentType)
          ? `The stored object is not of type ${claims.contentType}.`
          : null
  if (difference !== null) {
    const { size, contentType, uploadId, etag } = object
    const seen = JSON.stringify({ size, contentType, uploadId, etag })
    throw new UploadError('object-mismatch', difference, { cause: new Error(`The store reports ${seen}`) })
  }
  if (claims.multipart === null ? claims.sha256 === null : claims.multipart.checksum === null) return object
  // A store that ignores checksums stores any bytes, so a missing checksum is not accepted.
  if (object.sha256 === null) throw unverified()
  if (!isGranted(object.sha256)) {
    throw new UploadError('object-mismatch', 'The stored object does not have the announced checksum.')
  }
  return object
}

/** As HTTP compares media types: without case, and without the parameters that some stores add. */
function essence(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase()
}
