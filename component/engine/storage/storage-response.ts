/** S3's response to a form or a PUT, as nothing or as a typed error. Pure. */

import { type ErrorCode, UploadError } from '../upload/upload-error.ts'
import type { TransportResponse } from './transport.ts'

/** @throws UploadError unless S3 stored the bytes */
export function assertStored(response: TransportResponse): void {
  const isTaken = response.status >= 200 && response.status < 300
  if (isTaken && !isPage(response.text)) return
  if (isTaken) {
    throw new UploadError('network', 'A web page came instead of the response of S3', {
      retryable: true,
      httpStatus: response.status,
    })
  }
  const s3Code = element(response.text, 'Code')
  const message = element(response.text, 'Message')
  const requestId = response.requestId ?? element(response.text, 'RequestId')
  const { code, retryable } = classify(response.status, s3Code, message)
  throw new UploadError(code, `S3 answered ${response.status} ${s3Code ?? ''}: ${message ?? 'no message'}`, {
    retryable,
    httpStatus: response.status,
    ...(s3Code === undefined ? {} : { s3Code }),
    ...(requestId === undefined ? {} : { requestId }),
  })
}

function classify(
  status: number,
  s3Code: string | undefined,
  message: string | undefined,
): { code: ErrorCode; retryable: boolean } {
  switch (s3Code) {
    case 'EntityTooLarge':
      return { code: 'file-too-large', retryable: false }
    case 'EntityTooSmall':
      return { code: 'file-too-small', retryable: false }
    case 'RequestTimeout':
      // Status 400: S3 closed an idle connection.
      return { code: 'network', retryable: true }
    case 'ConditionalRequestConflict':
    case 'OperationAborted':
      // Another attempt at the same object is still under way.
      return { code: 'storage-unavailable', retryable: true }
    case 'NoSuchUpload':
      return { code: 'upload-not-found', retryable: false }
    case 'ExpiredToken':
    case 'RequestTimeTooSkewed':
      return { code: 'signature-expired', retryable: false }
    case 'AccessDenied':
      // "Invalid according to Policy: Policy expired." for forms, "Request has expired" for URLs.
      if (message !== undefined && /expired/i.test(message))
        return { code: 'signature-expired', retryable: false }
  }
  if (status === 408 || status === 429 || status >= 500)
    return { code: 'storage-unavailable', retryable: true }
  return { code: 'storage-rejected', retryable: false }
}

/** The text of one element of a small XML response; workers have no DOMParser. */
function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text === undefined || text === '' ? undefined : text
}

/** A hotspot or a proxy answers with a web page, which must not count as stored. */
function isPage(text: string): boolean {
  return /^\s*<(!doctype html|html)/i.test(text)
}
