import type { Config } from './config.ts'
import { derivedFolder } from './manifest.ts'
import type { UploadJob } from './upload-job.ts'

const MAX_KEY_BYTES = 1024
/** `/` aside, the longest name we put into a result folder: a variant's name and its extension. */
const LONGEST_FILE_NAME = 'manifest.json'.length + 32

/** Why this deployment leaves a well-formed job alone; `null` when it may go on. */
export function refusal(job: UploadJob, config: Config): string | null {
  if (job.key.startsWith(config.derivedPrefix)) return 'our own output'
  if (job.key.endsWith('/')) return 'a folder marker'
  if (config.allowedBuckets !== null && !config.allowedBuckets.includes(job.bucket))
    return 'bucket not allowed'
  const folder = derivedFolder(config.derivedPrefix, job.id)
  if (Buffer.byteLength(folder) + LONGEST_FILE_NAME > MAX_KEY_BYTES) return 'id too long for a result key'
  return null
}
