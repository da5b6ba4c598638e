import { createHash } from 'node:crypto'
import type { StoredPart } from '../../../component/protocol.ts'

/** A part that S3 has, with its MD5 as the ETag. */
export function storedPart(partNumber: number, content: string | Uint8Array): StoredPart {
  const bytes = Buffer.from(content)
  return { partNumber, size: bytes.length, etag: `"${createHash('md5').update(bytes).digest('hex')}"` }
}
