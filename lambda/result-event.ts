import type {
  FailedManifest,
  ManifestImage,
  ManifestSource,
  ManifestVariant,
  ReadyManifest,
} from './manifest.ts'

/**
 * What is published when an upload was processed, for backends that do not poll. At least once: consumers are
 * idempotent on `id` and `processedAt`.
 */
export type ResultEvent = {
  type: 'upload.processed'
  version: 1
  id: string
  bucket: string
  key: string
  /** Bucket of the manifest and of the variants. */
  resultBucket: string
  manifestKey: string
  source: ManifestSource
  /** Flat strings about the file, as the upload event had them. */
  metadata: Record<string, string>
  processedAt: string
} & (
  | { state: 'ready'; image: ManifestImage; variants: ManifestVariant[]; warnings: string[] }
  | { state: 'failed'; code: string; detail: string; retryable: boolean }
)

/** Where results are announced: a port. */
export interface ResultPublisher {
  /** @throws Error when the event was not accepted: the message must be delivered again. */
  publish(event: ResultEvent): Promise<void>
}

export function resultEvent(
  manifest: ReadyManifest | FailedManifest,
  place: { bucket: string; manifestKey: string },
): ResultEvent {
  const { id, source, processedAt } = manifest
  const about = {
    type: 'upload.processed',
    version: 1,
    id,
    bucket: source.bucket,
    key: source.key,
    resultBucket: place.bucket,
    manifestKey: place.manifestKey,
    source,
    metadata: manifest.metadata ?? {},
    processedAt,
  } as const
  if (manifest.state === 'failed') {
    const { code, detail, retryable } = manifest
    return { ...about, state: 'failed', code, detail, retryable }
  }
  const { image, variants, warnings } = manifest
  return { ...about, state: 'ready', image, variants, warnings }
}
