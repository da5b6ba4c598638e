import type { Config } from './config.ts'
import { derivedFolder } from './manifest.ts'
import type { UploadJob } from './upload-job.ts'

const MAX_KEY_BYTES = 1024
/** The longest file name in a result folder, in bytes: a variant's name and its extension. */
const MAX_FILE_NAME_BYTES = 'manifest.json'.length + 32

type JobPlace = Pick<UploadJob, 'id' | 'bucket' | 'key'>

/** `reason` says why a well-formed job is skipped in this deployment. */
export type ProcessDecision = { process: true } | { process: false; reason: string }

export function shouldProcess(job: JobPlace, config: Config): ProcessDecision {
  const reason = reasonToSkip(job, config)
  return reason === null ? { process: true } : { process: false, reason }
}

function reasonToSkip(job: JobPlace, config: Config): string | null {
  // With an output bucket of its own, this prefix of the input bucket is like any other.
  const outputBucket = config.outputBucket ?? job.bucket
  if (job.bucket === outputBucket && job.key.startsWith(config.derivedPrefix)) return 'own output'
  if (job.key.endsWith('/')) return 'a folder marker'
  if (config.allowedBuckets !== null && !config.allowedBuckets.includes(job.bucket))
    return 'bucket not allowed'
  const folder = derivedFolder(config.derivedPrefix, job.id)
  if (Buffer.byteLength(folder) + MAX_FILE_NAME_BYTES > MAX_KEY_BYTES) return 'id too long for a result key'
  return null
}
