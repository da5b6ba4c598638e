import { sourceOf } from './make-result.ts'
import type { ReadyManifest } from './manifest.ts'
import type { ObjectHead } from './object-store.ts'
import type { Replacement } from './replacement-marker.ts'
import type { UploadJob } from './upload-job.ts'

/** The manifest that a crash prevented, rebuilt from the marker on the replaced object. */
export function recoverReplacement(
  job: UploadJob,
  current: ObjectHead,
  replacement: Replacement,
  variantName: string,
  at: number,
): ReadyManifest {
  return {
    version: 1,
    state: 'ready',
    id: job.id,
    source: sourceOf(job),
    processedAt: new Date(at).toISOString(),
    image: replacement.image,
    variants: [
      {
        name: variantName,
        key: job.key,
        contentType: current.contentType ?? 'application/octet-stream',
        width: replacement.width,
        height: replacement.height,
        size: current.size,
      },
    ],
    metadata: job.metadata,
    timings: { fetchMs: 0, transformMs: 0, storeMs: 0 },
    warnings: [...replacement.warnings, 'recovered'],
  }
}
