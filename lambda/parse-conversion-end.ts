import { isRecord } from './is-record.ts'
import type { ConversionEnd, ConvertedFile } from './media-converter.ts'

/**
 * Reads EventBridge's "MediaConvert Job State Change" (docs.aws.amazon.com/mediaconvert/latest/ug/ev_status_complete.html).
 * `null`: the job goes on. Returns the fault as text when the event cannot be read.
 */
export function parseConversionEnd(event: Record<string, unknown>): ConversionEnd | null | string {
  const { detail } = event
  if (!isRecord(detail) || !isRecord(detail.userMetadata)) return 'not a state change of MediaConvert'
  const tags = Object.fromEntries(
    Object.entries(detail.userMetadata).flatMap(([name, text]) =>
      typeof text === 'string' ? [[name, text]] : [],
    ),
  )
  switch (detail.status) {
    case 'COMPLETE':
      return { kind: 'complete', tags, files: readFiles(detail.outputGroupDetails) }
    case 'ERROR':
    case 'CANCELED':
      return { kind: 'error', tags, code: typeof detail.errorCode === 'number' ? detail.errorCode : null }
    default:
      return null
  }
}

function readFiles(groups: unknown): ConvertedFile[] {
  return records(groups)
    .flatMap(({ outputDetails }) => records(outputDetails))
    .flatMap(({ outputFilePaths, durationInMs, videoDetails }) => {
      const paths: unknown[] = Array.isArray(outputFilePaths) ? outputFilePaths : []
      const size = isRecord(videoDetails) ? videoDetails : {}
      return paths.flatMap((path) => {
        const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(String(path)) ?? []
        if (bucket === undefined || key === undefined) return []
        return [
          {
            bucket,
            key,
            durationMs: count(durationInMs),
            width: count(size.widthInPx),
            height: count(size.heightInPx),
          },
        ]
      })
    })
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
