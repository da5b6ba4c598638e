/** S3's responses about uploads in parts. Pure. */
import type { StoredPart } from '../../component/protocol.ts'
import type { PartsPage } from '../upload/object-storage.ts'
import { xmlElements, xmlText } from './xml-text.ts'

/** Of a CreateMultipartUpload response; `null` where it has none. */
export function parseUploadId(xml: string): string | null {
  return xmlText(xml, 'UploadId')
}

/** Of a ListParts response; `null` for any other text. */
export function parsePartsPage(xml: string): PartsPage | null {
  if (!xml.includes('</ListPartsResult>')) return null
  const parts: StoredPart[] = []
  for (const part of xmlElements(xml, 'Part')) {
    const partNumber = Number(xmlText(part, 'PartNumber'))
    const size = Number(xmlText(part, 'Size') ?? Number.NaN)
    const etag = xmlText(part, 'ETag')
    const sha256 = xmlText(part, 'ChecksumSHA256')
    if (!Number.isSafeInteger(partNumber) || !Number.isSafeInteger(size) || etag === null) return null
    parts.push({ partNumber, size, etag, ...(sha256 === null ? {} : { sha256 }) })
  }
  if (xmlText(xml, 'IsTruncated') !== 'true') return { parts, nextPartNumber: null }
  const last = parts.at(-1)?.partNumber
  // S3's marker is the last number of the page; after a page without parts there is no next page to ask for.
  return last === undefined ? null : { parts, nextPartNumber: last }
}
