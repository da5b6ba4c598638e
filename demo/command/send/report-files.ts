import type { Rejection } from '../../../component/engine/upload/rejection.ts'
import type { UploadSnapshot } from '../../../component/engine/upload/upload-snapshot.ts'

/** What became of one file, as one line of standard output or standard error. */
export interface Report {
  readonly stream: 'stdout' | 'stderr'
  readonly line: string
}

export function uploadReport(path: string, upload: UploadSnapshot, output: 'text' | 'json'): Report {
  const { error, key } = upload
  if (output === 'json') return { stream: 'stdout', line: JSON.stringify({ path, ...facts(upload) }) }
  if (error === null && upload.status !== 'canceled') return { stream: 'stdout', line: `${key}\t${path}` }
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

function facts(upload: UploadSnapshot): object {
  const { key, size, etag, versionId, sha256, messageId, data, variants, image, processing, error } = upload
  if (error !== null) return { error: { code: error.code, message: error.message, s3Code: error.s3Code } }
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
