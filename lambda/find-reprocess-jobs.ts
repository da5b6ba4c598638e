import { candidateIds } from './candidate-ids.ts'
import type { Config } from './config.ts'
import { ManifestStore } from './manifest-store.ts'
import type { ObjectStore } from './object-store.ts'
import type { ReprocessRequest } from './reprocess-request.ts'
import type { UploadJob } from './upload-job.ts'

/**
 * The jobs of a request to reprocess, one by one. An original with a manifest keeps its id and metadata; one without
 * is processed under its key.
 *
 * @throws StorageError
 */
export async function* findReprocessJobs(
  { bucket, selection, force }: ReprocessRequest,
  { config, store }: { config: Config; store: ObjectStore },
): AsyncIterable<UploadJob> {
  const manifests = new ManifestStore(store, {
    bucket: config.outputBucket ?? bucket,
    prefix: config.derivedPrefix,
  })
  const keys = selection.kind === 'keys' ? selection.keys : store.list(bucket, selection.prefix)
  for await (const key of keys) {
    const known = await findJob(manifests, bucket, key)
    yield { ...(known ?? jobByKey(bucket, key)), force }
  }
}

async function findJob(manifests: ManifestStore, bucket: string, key: string): Promise<UploadJob | null> {
  for (const id of candidateIds(key)) {
    const prior = await manifests.read(id)
    if ('job' in prior && prior.job?.key === key && prior.job.bucket === bucket) return prior.job
  }
  return null
}

function jobByKey(bucket: string, key: string): UploadJob {
  return { id: key, bucket, key, versionId: null, etag: null, contentType: null, metadata: {} }
}
