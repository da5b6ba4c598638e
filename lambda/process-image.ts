/**
 * The use case: one upload in, variants and a manifest out.
 *
 * Owns: idempotency, the claim, the deadline and the manifest's state. Does not own: events and retries (the handler),
 * what happens to the bytes (`makeResult`), S3 itself (the store).
 *
 * There is no database. The manifest is the lock (conditional writes), the lease (another worker replaces a killed
 * one) and the commit point (`ready` is written last). An `ImageError` ends the job; a `StorageError` ends the claim and
 * is thrown, so that the message is delivered again.
 */
import type { Config } from './config.ts'
import { ImageError } from './image-error.ts'
import { makeResult, type ResultPorts, sourceOf } from './make-result.ts'
import type { FailedManifest, Manifest, ProcessingManifest, ReadyManifest } from './manifest.ts'
import { ManifestStore, type PriorManifest, versionOf } from './manifest-store.ts'
import { isStorageError, type ObjectHead, type ObjectStore } from './object-store.ts'
import { sourceMissing } from './read-source.ts'
import { recoverReplacement } from './recover-replacement.ts'
import { readMarker } from './replacement-marker.ts'
import type { UploadJob } from './upload-job.ts'
import { withDeadline } from './with-deadline.ts'

export type Outcome =
  /** `sourceBytes` is `null` after a recovered crash. */
  | { kind: 'ready'; manifest: ReadyManifest; sourceBytes: number | null }
  | { kind: 'failed'; error: ImageError }
  | { kind: 'skipped'; reason: 'already-done' | 'own-output' | 'newer-upload' | 'taken-over' }

/** Another worker holds the claim. Not success: that worker may be dead, and then this message is the only one left. */
export class UploadBusyError extends Error {
  override readonly name = 'UploadBusyError'
}

/** Kept free to write the `failed` manifest after a timeout, in milliseconds; at most a quarter of the remaining time. */
const COMMIT_MS = 3000

/**
 * @param remainingMs time left in this invocation
 * @throws StorageError, UploadBusyError: the message must be delivered again. Anything else is a defect.
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
  if (isSettled(prior, job.etag)) return { kind: 'skipped', reason: 'already-done' }

  let pinned = job
  let decided: Outcome | null = null
  if (needsHead(job, prior, config)) {
    const current = await headSource(store, job)
    pinned = { ...job, etag: job.etag ?? current?.etag ?? null }
    decided = decide(pinned, prior, current, ports)
    if (decided?.kind === 'skipped') return decided
  }
  const startedAt = now()
  if (isLeased(prior, remainingMs, startedAt)) throw new UploadBusyError('Another worker has this upload')
  if (decided !== null) return await commit(manifests, decided, pinned, versionOf(prior), now)

  const version = await claim(manifests, claimOf(pinned, startedAt, startedAt + remainingMs), prior)
  try {
    const outcome = await work(pinned, Math.floor(remainingMs - Math.min(COMMIT_MS, remainingMs / 4)), ports)
    return await commit(manifests, outcome, pinned, version, now)
  } catch (error) {
    const last = isStorageError(error)
      ? claimOf(pinned, startedAt, now())
      : failed(pinned, new ImageError('internal', 'The processor failed.'), now())
    // A failed write is ignored: the original error is the one to report, and the claim ends with its lease.
    await manifests.write(last, version).catch(() => {})
    throw error
  }
}

async function work(job: UploadJob, timeoutMs: number, ports: ResultPorts): Promise<Outcome> {
  try {
    const result = await withDeadline(
      timeoutMs,
      (signal) => makeResult(job, timeoutMs, ports, signal),
      () => new ImageError('processing-timeout', `Processing did not end within ${timeoutMs} ms.`),
    )
    return { kind: 'ready', ...result }
  } catch (error) {
    if (error instanceof ImageError && error.code !== 'internal') return { kind: 'failed', error }
    throw error
  }
}

/** Looking at the source costs a request: only where message and manifest do not decide. */
function needsHead(job: UploadJob, prior: PriorManifest, config: Config): boolean {
  const aboutAnother = 'sourceEtag' in prior && prior.sourceEtag !== job.etag
  return job.etag === null || aboutAnother || config.output === 'replace'
}

async function headSource(store: ObjectStore, { bucket, key }: UploadJob): Promise<ObjectHead | null> {
  try {
    return await store.head({ bucket, key })
  } catch (error) {
    if (isStorageError(error, 'not-found')) return null
    throw error
  }
}

/** The outcome that the current object already determines; `null`: process it. */
function decide(
  job: UploadJob,
  prior: PriorManifest,
  current: ObjectHead | null,
  { config, now }: ResultPorts,
): Outcome | null {
  const marker = config.output === 'replace' && current !== null ? readMarker(current.userMetadata) : null
  if (marker !== null && current !== null) {
    const { replacement } = marker
    if (replacement === null || replacement.sourceEtag !== job.etag)
      return { kind: 'skipped', reason: 'own-output' }
  }
  if (isSettled(prior, job.etag)) return { kind: 'skipped', reason: 'already-done' }
  if (marker?.replacement && current !== null) {
    const name = config.variants[0]?.name ?? 'thumb'
    const manifest = recoverReplacement(job, current, marker.replacement, name, now())
    return { kind: 'ready', manifest, sourceBytes: null }
  }
  // A late message about an old upload must not replace the result of a newer one.
  if (prior.kind === 'settled' && current?.etag !== job.etag)
    return { kind: 'skipped', reason: 'newer-upload' }
  return current === null ? { kind: 'failed', error: sourceMissing() } : null
}

function isSettled(prior: PriorManifest, etag: string | null): boolean {
  return prior.kind === 'settled' && etag !== null && prior.sourceEtag === etag
}

/** A claim without a lease lasts as long as an invocation may. */
function isLeased(prior: PriorManifest, invocationMs: number, now: number): boolean {
  return prior.kind === 'claimed' && (prior.leaseUntil ?? prior.startedAt + invocationMs) > now
}

function claimOf(job: UploadJob, startedAt: number, leaseUntil: number): ProcessingManifest {
  return {
    version: 1,
    state: 'processing',
    id: job.id,
    source: sourceOf(job),
    startedAt: new Date(startedAt).toISOString(),
    leaseUntil: new Date(leaseUntil).toISOString(),
  }
}

async function claim(
  manifests: ManifestStore,
  manifest: ProcessingManifest,
  prior: PriorManifest,
): Promise<string> {
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

/** Writes the final manifest, unless another worker has taken the job over: then its manifest stays. */
async function commit(
  manifests: ManifestStore,
  outcome: Outcome,
  job: UploadJob,
  version: string | null,
  now: () => number,
): Promise<Outcome> {
  if (outcome.kind === 'skipped') return outcome
  const manifest: Manifest = outcome.kind === 'ready' ? outcome.manifest : failed(job, outcome.error, now())
  try {
    await manifests.write(manifest, version)
    return outcome
  } catch (error) {
    if (isStorageError(error, 'precondition-failed')) return { kind: 'skipped', reason: 'taken-over' }
    throw error
  }
}

function failed(job: UploadJob, error: ImageError, at: number): FailedManifest {
  return {
    version: 1,
    state: 'failed',
    id: job.id,
    source: sourceOf(job),
    processedAt: new Date(at).toISOString(),
    code: error.code,
    detail: error.message,
    retryable: error.retryable,
  }
}
