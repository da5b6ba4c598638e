/**
 * The use case: one upload in, variants and a manifest out.
 *
 * Owns: idempotency, the claim, the deadline and the manifest's state. Does not own: events and retries (the handler),
 * what happens to the bytes (`makeResult`), S3 itself (the store).
 *
 * There is no database. The manifest is the lock (conditional writes), the lease (another worker replaces a killed
 * one) and the commit point (`ready` is written last). An `ImageError` ends the job; a `StorageError` ends the claim and
 * is thrown, so that the message is delivered again.
 *
 * A good result is repeated without a claim: pages show the former one until the new one is committed.
 */
import { cleanOriginal } from './clean-original.ts'
import { decide, isDone, isRepetition, needsHead, type Present } from './decide.ts'
import { ImageError } from './image-error.ts'
import { madeWith } from './made-with.ts'
import { makeResult, type ResultPorts, sourceOf } from './make-result.ts'
import type { FailedManifest, ProcessingManifest } from './manifest.ts'
import { ManifestStore, versionOf } from './manifest-store.ts'
import { isStorageError, type ObjectHead, type ObjectStore } from './object-store.ts'
import type { Outcome } from './outcome.ts'
import type { PriorManifest } from './prior-manifest.ts'
import { ScanPendingError } from './require-clean.ts'
import { resultEvent } from './result-event.ts'
import type { UploadJob } from './upload-job.ts'
import { withDeadline } from './with-deadline.ts'

/** Another worker holds the claim. Not success: that worker may be dead, and then this message is the only one left. */
export class UploadBusyError extends Error {
  override readonly name = 'UploadBusyError'
}

/** Kept free to write the `failed` manifest after a timeout, in milliseconds; at most a quarter of the remaining time. */
const COMMIT_MS = 3000

/**
 * @param remainingMs time left in this invocation
 * @throws StorageError, UploadBusyError, retryable ImageError: the message must be delivered again. Anything else is a
 *   defect.
 */
export async function processImage(
  job: UploadJob,
  remainingMs: number,
  ports: ResultPorts,
): Promise<Outcome> {
  const { config, store, now } = ports
  const manifests = new ManifestStore(store, {
    bucket: config.outputBucket ?? job.bucket,
    prefix: config.derivedPrefix,
  })
  const prior = await manifests.read(job.id)
  const present: Present = { config, madeWith: madeWith(config, decodersOf(ports)), now: now() }
  if (isDone(job, prior, present)) return await finishAgain(job, manifests, ports)

  let pinned = job
  let decided: Outcome | null = null
  if (needsHead(job, prior, config)) {
    const current = await headSource(store, job)
    pinned = { ...job, etag: job.etag ?? current?.etag ?? null }
    decided = decide(pinned, prior, current, present)
    if (decided?.kind === 'skipped') {
      return decided.reason === 'already-done' ? await finishAgain(job, manifests, ports) : decided
    }
  }
  const startedAt = now()
  if (isLeased(prior, remainingMs, startedAt)) throw new UploadBusyError('Another worker has this upload')
  const run: Run = { job: pinned, present, manifests, prior, ports }
  if (decided !== null) return await commit(run, decided, versionOf(prior))

  const timeoutMs = Math.floor(remainingMs - Math.min(COMMIT_MS, remainingMs / 4))
  if (isRepetition(pinned, prior)) {
    const outcome = await work(run, timeoutMs)
    if (outcome.kind === 'failed') {
      if (outcome.error.retryable) throw outcome.error
      return { kind: 'skipped', reason: 'former-result-kept' }
    }
    return await commit(run, outcome, versionOf(prior))
  }
  const version = await claim(run, claimOf(run, startedAt, startedAt + remainingMs))
  try {
    return await commit(run, await work(run, timeoutMs), version)
  } catch (error) {
    const isTemporary = isStorageError(error) || error instanceof ScanPendingError
    const last = isTemporary
      ? claimOf(run, startedAt, now())
      : failed(run, new ImageError('internal', 'The processor failed.'), now())
    // A failed write is ignored: the original error is the one to report, and the claim ends with its lease.
    await manifests.write(last, version).catch(() => {})
    throw error
  }
}

/** A delivery after success may be there because the result was stored and a step after that failed. */
async function finishAgain(job: UploadJob, manifests: ManifestStore, ports: ResultPorts): Promise<Outcome> {
  const { results, config, store } = ports
  if (results !== undefined || config.stripOriginal) {
    const manifest = await manifests.readFinal(job.id)
    if (manifest !== null) await results?.publish(resultEvent(manifest, manifests.placeOf(job.id)))
    if (manifest?.state === 'ready' && config.stripOriginal) await cleanOriginal(manifest, manifests, store)
  }
  return { kind: 'skipped', reason: 'already-done' }
}

function decodersOf({ images, heic }: ResultPorts): string {
  return heic === undefined ? images.version : `${images.version}, ${heic.version}`
}

interface Run {
  job: UploadJob
  present: Present
  manifests: ManifestStore
  prior: PriorManifest
  ports: ResultPorts
}

async function work({ job, prior, present, ports }: Run, timeoutMs: number): Promise<Outcome> {
  try {
    const result = await withDeadline(
      timeoutMs,
      (signal) => makeResult(job, { timeoutMs, usedKeys: formerKeys(prior), signal }, ports),
      () => new ImageError('processing-timeout', `Processing did not end within ${timeoutMs} ms.`),
    )
    const manifest = { ...result.manifest, madeWith: present.madeWith }
    return { kind: 'ready', manifest, sourceBytes: result.sourceBytes }
  } catch (error) {
    if (error instanceof ImageError && error.code !== 'internal') return { kind: 'failed', error }
    throw error
  }
}

async function headSource(store: ObjectStore, { bucket, key }: UploadJob): Promise<ObjectHead | null> {
  try {
    return await store.head({ bucket, key })
  } catch (error) {
    if (isStorageError(error, 'not-found')) return null
    throw error
  }
}

/** A claim without a lease lasts as long as an invocation may. */
function isLeased(prior: PriorManifest, invocationMs: number, now: number): boolean {
  return prior.kind === 'claimed' && (prior.leaseUntil ?? prior.startedAt + invocationMs) > now
}

function formerKeys(prior: PriorManifest): readonly string[] {
  return 'variantKeys' in prior ? prior.variantKeys : []
}

function claimOf({ job, prior }: Run, startedAt: number, leaseUntil: number): ProcessingManifest {
  const former = formerKeys(prior)
  return {
    version: 1,
    state: 'processing',
    id: job.id,
    source: sourceOf(job),
    startedAt: new Date(startedAt).toISOString(),
    leaseUntil: new Date(leaseUntil).toISOString(),
    metadata: job.metadata,
    ...(former.length > 0 && { formerKeys: [...former] }),
  }
}

async function claim({ manifests, prior }: Run, manifest: ProcessingManifest): Promise<string> {
  try {
    return await manifests.write(manifest, versionOf(prior))
  } catch (error) {
    if (isStorageError(error, 'precondition-failed', 'conflict', 'not-found')) {
      if (prior.kind === 'unknown') throw prior.denied
      throw new UploadBusyError('Another worker was faster', { cause: error })
    }
    throw error
  }
}

/**
 * Writes the final manifest, unless another worker has taken the job over: then its manifest stays. Afterwards deletes
 * the variants of the former result that the new one does not use.
 */
async function commit(run: Run, outcome: Outcome, version: string | null): Promise<Outcome> {
  if (outcome.kind === 'skipped') return outcome
  const { manifests, job, prior, ports } = run
  const manifest = outcome.kind === 'ready' ? outcome.manifest : failed(run, outcome.error, ports.now())
  try {
    await manifests.write(manifest, version)
  } catch (error) {
    if (isStorageError(error, 'precondition-failed')) return { kind: 'skipped', reason: 'taken-over' }
    throw error
  }
  const used = outcome.kind === 'ready' ? outcome.manifest.variants.map(({ key }) => key) : []
  const unused = formerKeys(prior).filter((key) => !used.includes(key))
  await manifests.delete(job.id, unused).catch((error: unknown) => ports.onCleanupError?.(job, error))
  await ports.results?.publish(resultEvent(manifest, manifests.placeOf(job.id)))
  if (manifest.state === 'ready' && ports.config.stripOriginal) {
    await cleanOriginal(manifest, manifests, ports.store)
  }
  return outcome
}

function failed({ job, present }: Run, error: ImageError, at: number): FailedManifest {
  return {
    version: 1,
    state: 'failed',
    id: job.id,
    source: sourceOf(job),
    processedAt: new Date(at).toISOString(),
    code: error.code,
    detail: error.message,
    retryable: error.retryable,
    metadata: job.metadata,
    madeWith: present.madeWith,
  }
}
