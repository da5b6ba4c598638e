import type { Config } from './config.ts'
import { isSameResult } from './made-with.ts'
import type { MadeWith } from './manifest.ts'
import type { ObjectHead } from './object-store.ts'
import type { Outcome } from './outcome.ts'
import type { PriorManifest } from './prior-manifest.ts'
import { sourceMissing } from './read-source.ts'
import { recoverReplacement } from './recover-replacement.ts'
import { readMarker } from './replacement-marker.ts'
import type { UploadJob } from './upload-job.ts'

export interface Present {
  config: Config
  madeWith: MadeWith
  /** Milliseconds since the epoch. */
  now: number
}

/** Whether the stored result is of the same bytes, made with the same settings, and no repetition is forced. */
export function isDone(job: UploadJob, prior: PriorManifest, { config, madeWith }: Present): boolean {
  if (!isAboutSameSource(job, prior)) return false
  // A replaced original no longer exists: there is nothing to process again.
  if (prior.kind === 'ready' && config.output === 'replace') return true
  return (
    (prior.kind === 'ready' || prior.kind === 'failed') &&
    job.force !== true &&
    isSameResult(prior.kind, prior.madeWith, madeWith)
  )
}

/** Whether a good result of the same bytes exists: it stays until a better one replaces it. */
export function isRepetition(job: UploadJob, prior: PriorManifest): boolean {
  return prior.kind === 'ready' && isAboutSameSource(job, prior)
}

/** Looking at the source costs a request: only where message and manifest do not decide. */
export function needsHead(job: UploadJob, prior: PriorManifest, config: Config): boolean {
  const isAboutAnother = 'sourceEtag' in prior && prior.sourceEtag !== job.etag
  return job.etag === null || isAboutAnother || config.output === 'replace' || isRepetition(job, prior)
}

/** The outcome that the current object already determines; `null`: process it. */
export function decide(
  job: UploadJob,
  prior: PriorManifest,
  current: ObjectHead | null,
  present: Present,
): Outcome | null {
  const { config, now } = present
  const marker = config.output === 'replace' && current !== null ? readMarker(current.userMetadata) : null
  if (marker !== null && current !== null) {
    const { replacement } = marker
    if (replacement === null || replacement.sourceEtag !== job.etag)
      return { kind: 'skipped', reason: 'own-output' }
  }
  if (isDone(job, prior, present)) return { kind: 'skipped', reason: 'already-done' }
  if (marker?.replacement && current !== null) {
    const name = config.variants[0]?.name ?? 'thumb'
    const manifest = recoverReplacement(job, current, marker.replacement, name, now)
    return { kind: 'ready', manifest, sourceBytes: null }
  }
  const isSettled = prior.kind === 'ready' || prior.kind === 'failed'
  // A late message about an old upload must not replace the result of a newer one.
  if (isSettled && !isAboutSameSource(job, prior) && current?.etag !== job.etag)
    return { kind: 'skipped', reason: 'newer-upload' }
  if (current !== null) return null
  return isRepetition(job, prior)
    ? { kind: 'skipped', reason: 'source-missing' }
    : { kind: 'failed', error: sourceMissing() }
}

function isAboutSameSource(job: UploadJob, prior: PriorManifest): boolean {
  return 'sourceEtag' in prior && job.etag !== null && prior.sourceEtag === job.etag
}
