import type { Rejection } from '../../../component/engine/upload/rejection.ts'
import type { UploadSnapshot } from '../../../component/engine/upload/upload-snapshot.ts'

/** What became of one file, as one line of standard output or standard error. */
export interface Report {
  readonly stream: 'stdout' | 'stderr'
  readonly line: string
}

/** What `--json` says of an uploaded file, besides its path. */
export interface UploadFacts extends Partial<Omit<UploadSnapshot, 'key'>> {
  readonly key: string | null
  readonly processingError?: { readonly code: string }
}

export function sentReport(path: string, facts: UploadFacts, output: 'text' | 'json'): Report {
  const line = output === 'json' ? JSON.stringify({ path, ...facts }) : `${facts.key}\t${path}`
  return { stream: 'stdout', line }
}

export function uploadReport(path: string, upload: UploadSnapshot, output: 'text' | 'json'): Report {
  const { error } = upload
  if (error === null && (output === 'json' || upload.status !== 'canceled')) {
    return sentReport(path, uploadFacts(upload), output)
  }
  if (output === 'json') {
    const { code, message, s3Code } = error ?? {}
    return { stream: 'stdout', line: JSON.stringify({ path, error: { code, message, s3Code } }) }
  }
  const request = error?.requestId === undefined ? '' : ` (request ${error.requestId})`
  const reason = error === null ? 'canceled' : `${error.code}: ${error.message}${request}`
  return { stream: 'stderr', line: `${path}: ${reason}` }
}

/** @param allowed content types of the route */
export function rejectionReport(
  path: string,
  { code, limit }: Rejection,
  output: 'text' | 'json',
  allowed: readonly string[],
): Report {
  const types = code === 'unsupported-content-type' ? allowed : []
  if (output === 'json') {
    const error = { code, ...(limit && { limit }), ...(types.length > 0 && { allowed: types }) }
    return { stream: 'stdout', line: JSON.stringify({ path, error }) }
  }
  const bound = limit === undefined ? '' : ` (limit ${limit})`
  return {
    stream: 'stderr',
    line: `${path}: ${code}${types.length > 0 ? ` (allowed: ${types.join(', ')})` : bound}`,
  }
}

export function uploadFacts(upload: UploadSnapshot): UploadFacts {
  const { key, size, etag, versionId, sha256, messageId, data, variants, image, processing } = upload
  return {
    key,
    size,
    etag,
    versionId,
    sha256,
    messageId,
    ...(data === undefined ? {} : { data }),
    ...(variants.length === 0 ? {} : { variants }),
    ...(image === null ? {} : { image }),
    ...(processing.state === 'failed' ? { processingError: { code: processing.error.code } } : {}),
  }
}
