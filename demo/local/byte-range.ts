import { S3Error } from './s3-error.ts'

/** Bytes `start` to `end`, the end not included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * One range of `Range: bytes=…`; `null` means the whole object, which is also what S3 sends for several ranges or for
 * text it does not understand. Throws `InvalidRange` beyond the end.
 */
export function parseByteRange(header: string | undefined, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return null
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null
  if (start >= size) {
    throw new S3Error('InvalidRange', { details: { RangeRequested: header ?? '', ActualObjectSize: size } })
  }
  return { start, end }
}
