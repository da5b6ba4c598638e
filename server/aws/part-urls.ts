/** URLs for the parts of one upload. */
import type { PresignedPart } from '../../component/protocol.ts'
import type { MultipartUpload, PartGrant } from '../upload/object-storage.ts'
import { CHECKSUM_HEADER } from './s3-calls.ts'
import { encodeKey, encodeText, type QueryRequest, type QuerySigning, signQuery } from './sign-query.ts'

/** Of one bucket: the origin, the path in front of keys, and what is in every query. */
export type PartPlace = Pick<QueryRequest, 'origin' | 'path' | 'query'>

export async function signPartUrls(
  place: PartPlace,
  { key, uploadId }: MultipartUpload,
  parts: readonly PartGrant[],
  signing: QuerySigning,
): Promise<PresignedPart[]> {
  const path = `${place.path}/${encodeKey(key)}`
  const id = encodeText(uploadId)
  return Promise.all(
    parts.map(async ({ partNumber, size, sha256 }) => {
      const headers = sha256 === null ? {} : { [CHECKSUM_HEADER]: sha256 }
      const request = {
        method: 'PUT' as const,
        origin: place.origin,
        path,
        query: [...place.query, ['partNumber', String(partNumber)], ['uploadId', id]] as const,
        // Signed with the host, so S3 takes exactly this many bytes.
        headers: { ...headers, 'content-length': String(size) },
      }
      const url = await signQuery(request, signing)
      return { partNumber, url, ...(sha256 === null ? {} : { headers }) }
    }),
  )
}
