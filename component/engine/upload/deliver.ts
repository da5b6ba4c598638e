import type { CompletedUpload } from '../../protocol.ts'
import type { ActiveSession } from './active-session.ts'
import type { FileMetadata } from './file-metadata.ts'
import type { HostConnections, Transfer, UploadClient } from './upload-client.ts'
import { UploadError } from './upload-error.ts'
import type { UploadSession } from './upload-session.ts'
import type { UploadEvent } from './upload-state.ts'

/** One run of an upload, from its start to its announcement. */
export interface DeliveryRun {
  readonly file: File
  readonly client: UploadClient
  readonly session: ActiveSession
  readonly signal: AbortSignal
  metadata(): FileMetadata
  isRemoved(): boolean
  withRetry<T>(host: keyof HostConnections, signal: AbortSignal, attempt: () => Promise<T>): Promise<T>
  /** Dropped when the run is over. */
  apply(event: UploadEvent): void
  /** Metadata that was set for the file in an earlier visit. */
  onRestore(metadata: FileMetadata): void
  /** Sending begins anew. */
  onSend(): void
  onProgress(bytesSent: number): void
}

/**
 * Brings an upload to S3 and has the API verify that it is there; once more where it is not.
 *
 * @throws UploadError where it fails; the signal's reason when aborted
 */
export async function deliver(
  run: DeliveryRun,
): Promise<{ session: UploadSession; object: CompletedUpload }> {
  for (let round = 1; ; round += 1) {
    const session = await bringToS3(run)
    run.apply({ type: 'stored' })
    const object = await complete(run, session, round)
    if (object !== null) return { session, object }
    if (run.isRemoved()) {
      throw new UploadError('upload-not-found', 'The upload was removed while it was completed')
    }
    run.apply({ type: 'missed' })
  }
}

async function bringToS3(run: DeliveryRun): Promise<UploadSession> {
  const { client, session: active, signal } = run
  const session =
    active.current ?? (await restore(run)) ?? (await run.withRetry('api', signal, () => active.plan(signal)))
  if (session.delivery.kind === 'stored') return session
  run.onSend()
  await client.send(transferOf(run, session))
  signal.throwIfAborted()
  return active.record({ type: 'stored' }) ?? session
}

async function restore(run: DeliveryRun): Promise<UploadSession | null> {
  const { session: active, signal } = run
  const restored = await run.withRetry('api', signal, () => active.restore(signal))
  if (restored === null) return null
  run.onRestore(restored.metadata)
  active.save()
  return restored.session
}

function transferOf(run: DeliveryRun, session: UploadSession): Transfer {
  const { file, session: active, signal } = run
  return {
    file,
    signal,
    session: () => active.current ?? session,
    retry: (partSignal, attempt) => run.withRetry('storage', partSignal, attempt),
    replan: () => active.replan(signal),
    onStart: () => run.apply({ type: 'prepared' }),
    onProgress: (bytesSent) => run.onProgress(bytesSent),
    // Also after the run: a part that S3 confirmed stays there.
    onDelivery: (event) => active.record(event),
  }
}

/** Null where S3 turns out not to have all of it: the rest is sent. */
function complete(run: DeliveryRun, session: UploadSession, round: number): Promise<CompletedUpload | null> {
  const { client, session: active, signal } = run
  return run.withRetry('api', signal, async () => {
    try {
      const object = await client.complete(session, run.metadata(), signal)
      if (isCompared(session) || (await client.isSameObject(run.file, session, object, signal))) return object
      // Rewritten since the earlier visit, with size and date kept.
      if (session.origin === 'offered') throw new UploadError('file-changed', 'S3 has an earlier content')
      active.end()
      return null
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof UploadError)) throw error
      if (error.code === 'parts-missing' && round === 1) {
        active.record({ type: 'parts-listed', sizes: await client.listParts(session) })
        return null
      }
      if (!active.mustRestart(error)) throw error
      active.end()
      return null
    }
  })
}

/** Whether what S3 has is known to be the file's: sent in this visit, or in parts that were compared. */
function isCompared({ origin, presigned, delivery }: UploadSession): boolean {
  const isInParts = presigned.plan.kind === 'multipart'
  return origin === 'new' || (isInParts && delivery.kind === 'stored' && delivery.confirmedBy === 's3')
}
