/** What S3 says about uploads in parts, read from its XML by pattern: see `text-answer.ts`. Pure. */
import type { StoredPart } from '../../component/protocol.ts'

export interface PartsPage {
  /** By part number. */
  parts: StoredPart[]
  /** To ask on from; `null` on the last page. */
  nextPartNumber: number | null
}

/** Of a CreateMultipartUpload; `null` where there is none. */
export function parseUploadId(xml: string): string | null {
  return element(xml, 'UploadId')
}

/** Of a ListParts; `null` where the text is none. */
export function parsePartsPage(xml: string): PartsPage | null {
  if (!xml.includes('</ListPartsResult>')) return null
  const parts: StoredPart[] = []
  for (const [, part = ''] of xml.matchAll(/<Part>(.*?)<\/Part>/gs)) {
    const partNumber = Number(element(part, 'PartNumber'))
    const size = Number(element(part, 'Size') ?? Number.NaN)
    const etag = element(part, 'ETag')
    const sha256 = element(part, 'ChecksumSHA256')
    if (!Number.isSafeInteger(partNumber) || !Number.isSafeInteger(size) || etag === null) return null
    parts.push({ partNumber, size, etag, ...(sha256 === null ? {} : { sha256 }) })
  }
  if (element(xml, 'IsTruncated') !== 'true') return { parts, nextPartNumber: null }
  const last = parts.at(-1)?.partNumber
  // The marker that S3 names is the last number of the page; a page without parts leads nowhere.
  return last === undefined ? null : { parts, nextPartNumber: last }
}

function element(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]
  return text === undefined ? null : unescaped(text)
}

const entities = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['#34', '"'],
  ['#39', "'"],
])

// S3 writes ETags with their quotes, which XML escapes.
function unescaped(text: string): string {
  return text.replace(/&(#?\w+);/g, (entity, name: string) => entities.get(name) ?? entity)
}
