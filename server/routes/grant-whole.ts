/**
 * Grants for the files of one `/presign` that go in one request each. They are signed together: a signature needs no network
 * call, so one deadline and one look at the credentials serve the batch.
 */
import type { Env } from 'hono'
import type { PresignResult } from '../../component/protocol.ts'
import { pendingAddress } from '../upload/accept-upload.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import { itemSignal } from '../upload/item-signal.ts'
import type { PostGrant, SignedPost, SignedPut } from '../upload/object-storage.ts'
import type { ProposedUpload } from '../upload/proposed-upload.ts'
import type { Route } from '../upload/route.ts'
import { StorageError } from '../upload/storage-error.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import { withDeadline } from '../upload/with-deadline.ts'
import { claimsOf, described, failed, keyOf, type PresignCall, secondsOf } from './granted.ts'
import type { UploadContext } from './upload-context.ts'

export interface WholeFile {
  ok: true
  ref: string
  upload: ProposedUpload
  parts: null
  store: StoreCapabilities
}

interface Prepared {
  file: WholeFile
  key: string
  grantedAt: number
  grant: PostGrant
}

export async function grantWhole<E extends Env>(
  context: UploadContext<E>,
  call: PresignCall,
  files: readonly WholeFile[],
): Promise<Map<WholeFile, PresignResult>> {
  const results = new Map<WholeFile, PresignResult>()
  const fail = (file: WholeFile, error: unknown) => {
    const { ref, upload } = file
    results.set(file, { ok: false, ref, error: failed(error, context, call, upload.id) })
  }
  const prepared: Prepared[] = []
  await Promise.all(
    files.map((file) =>
      prepare(context, call, file).then(
        (ready) => prepared.push(ready),
        (error: unknown) => fail(file, error),
      ),
    ),
  )
  const signed = await signAll(context, call, prepared).catch((error: unknown) => {
    for (const { file } of prepared) fail(file, error)
    return []
  })
  await Promise.all(
    signed.map(async ({ file, key, grantedAt, plan, expiresAt }) => {
      const { ref, upload } = file
      try {
        const uploadUntil = secondsOf(new Date(expiresAt))
        const claims = claimsOf(upload, { key, grantedAt, uploadUntil, multipart: null })
        const ticket = await context.tickets.issue(claims, call.caller.audience)
        results.set(file, { ok: true, ref, id: upload.id, key, ticket, expiresAt, plan })
      } catch (error) {
        fail(file, error)
      }
    }),
  )
  return results
}

async function prepare<E extends Env>(
  { settings, grants }: UploadContext<E>,
  { route }: PresignCall,
  file: WholeFile,
): Promise<Prepared> {
  const { upload } = file
  const { id, size, contentType, sha256 } = upload
  const key = await keyOf(settings, route, upload)
  const grantedAt = secondsOf(settings.clock())
  const { expiresInSeconds } = route.rules
  // For a sweep, which needs only to know the end of the window roughly.
  const uploadUntil = grantedAt + expiresInSeconds
  const sealed = claimsOf(upload, { key, grantedAt, uploadUntil, multipart: null })
  const grant = {
    ...pendingAddress(route.target, settings.pendingPrefix, id),
    ...described(route, upload),
    id,
    size,
    contentType,
    sha256,
    expiresInSeconds,
    sealedGrant: await grants.seal(sealed),
  }
  return { file, key, grantedAt, grant }
}

/** @throws {StorageError} for all: they are of one route and one store */
async function signAll<E extends Env>(
  { storage }: UploadContext<E>,
  { route }: PresignCall,
  prepared: readonly Prepared[],
): Promise<(Prepared & (SignedPost | SignedPut))[]> {
  const [first] = prepared
  if (first === undefined) return []
  const { store } = first.file
  if (sendsPut(route, store)) {
    return withDeadline(DEADLINES.signMs, (signal) =>
      Promise.all(
        prepared.map(async (each) => ({
          ...each,
          ...(await storage.signPut(each.grant, itemSignal(signal))),
        })),
      ),
    )
  }
  const grants = prepared.map(({ grant }) => grant)
  const forms = await withDeadline(DEADLINES.signMs, (signal) => storage.signPosts(grants, signal))
  return prepared.flatMap((each, index) => {
    const form = forms[index]
    return form === undefined ? [] : [{ ...each, ...form }]
  })
}

/** @throws {StorageError} where the host asks for a form that the store would refuse */
function sendsPut({ method }: Route, { name, forms }: StoreCapabilities): boolean {
  if (method === 'auto') return !forms
  if (method === 'post' && !forms) {
    const hint = `${name} has no POST Object: leave the method of the route out, or set it to 'put'.`
    throw new StorageError('denied', 'The upload could not be signed', { hint })
  }
  return method === 'put'
}
