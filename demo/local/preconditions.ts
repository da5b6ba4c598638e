import { quoted } from './object-attributes.ts'
import type { StoredObject } from './object-store.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'

type HeaderOf = S3Request['header']

/** Conditional writes. Throws `PreconditionFailed`, or `NoSuchKey` for an If-Match on nothing. */
export function checkWrite(header: HeaderOf, current: StoredObject | null): void {
  const ifNoneMatch = header('if-none-match')
  const ifMatch = header('if-match')
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new S3Error('NotImplemented', { details: { Header: 'If-None-Match' } })
  }
  if (ifNoneMatch !== undefined && current) throw failed('If-None-Match')
  if (ifMatch === undefined) return
  if (!current) throw new S3Error('NoSuchKey')
  if (!lists(ifMatch, current.etag)) throw failed('If-Match')
}

/** Conditional reads: throws `PreconditionFailed`, or says that the client's copy is still good. */
export function checkRead(header: HeaderOf, object: StoredObject): 'send' | 'not-modified' {
  const ifMatch = header('if-match')
  const ifNoneMatch = header('if-none-match')
  // HTTP dates have whole seconds.
  const changed = Math.floor(object.lastModified / 1000) * 1000
  if (ifMatch !== undefined) {
    if (!lists(ifMatch, object.etag)) throw failed('If-Match')
  } else if (changed > dateOf(header('if-unmodified-since'), Number.POSITIVE_INFINITY)) {
    throw failed('If-Unmodified-Since')
  }
  if (ifNoneMatch !== undefined) return lists(ifNoneMatch, object.etag) ? 'not-modified' : 'send'
  return changed <= dateOf(header('if-modified-since'), Number.NEGATIVE_INFINITY) ? 'not-modified' : 'send'
}

function lists(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((item) => item.trim())
    .some((item) => item === '*' || item === etag || item === quoted(etag))
}

function dateOf(header: string | undefined, otherwise: number): number {
  const time = Date.parse(header ?? '')
  return Number.isNaN(time) ? otherwise : time
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { details: { Condition: condition } })
}
