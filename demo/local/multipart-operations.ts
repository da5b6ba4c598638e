import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  compositeChecksum,
  parseChecksumAlgorithm,
} from './checksum.ts'
import { type MultipartUpload, multipartEtag, type StoredPart } from './multipart-store.ts'
import { quoted } from './object-attributes.ts'
import { attributesOf, checksumHeaders, refuseUnknownHeaders } from './object-operations.ts'
import type { StoredObject } from './object-store.ts'
import { checkWrite } from './preconditions.ts'
import { receiveBody } from './request-body.ts'
import type { S3Call } from './s3-call.ts'
import { S3Error } from './s3-error.ts'
import { objectUrl, type S3Answer, type S3Request } from './s3-request.ts'
import { S3_NAMESPACE, xmlDocument } from './xml.ts'
import { child, readXmlBody } from './xml-body.ts'

const MIN_PART_BYTES = 5 * 1024 * 1024
const MAX_PARTS = 10_000
const MAX_LISTED = 1000

export function createMultipartUpload({ request, uploads, bucket, key }: S3Call): S3Answer {
  refuseUnknownHeaders(request)
  if (request.header('x-amz-checksum-type')?.toUpperCase() === 'FULL_OBJECT') {
    throw new S3Error('NotImplemented', { details: { Header: 'x-amz-checksum-type' } })
  }
  const { uploadId, checksumAlgorithm } = uploads.create({
    bucket,
    key,
    attributes: attributesOf(request),
    checksumAlgorithm: parseChecksumAlgorithm(request.header('x-amz-checksum-algorithm')),
    initiatedAt: Date.now(),
  })
  return {
    status: 200,
    ...(checksumAlgorithm
      ? { headers: { 'x-amz-checksum-algorithm': checksumAlgorithm, 'x-amz-checksum-type': 'COMPOSITE' } }
      : {}),
    body: xmlDocument(
      'InitiateMultipartUploadResult',
      { Bucket: bucket, Key: key, UploadId: uploadId },
      S3_NAMESPACE,
    ),
  }
}

export async function uploadPart(call: S3Call): Promise<S3Answer> {
  const { request, store, uploads } = call
  refuseUnknownHeaders(request)
  const upload = uploadOf(call)
  const partNumber = integer(request.query.get('partNumber'), 'partNumber', 1, MAX_PARTS)
  const blob = await receiveBody(request, call.payload, store.blobs)
  try {
    const announced = blob.checksum?.algorithm ?? null
    if (upload.checksumAlgorithm && upload.checksumAlgorithm !== announced) {
      throw new S3Error('InvalidRequest', {
        message: `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${announced?.toLowerCase() ?? 'null'}`,
      })
    }
    const etag = blob.md5.toString('hex')
    uploads.putPart(upload, {
      partNumber,
      etag,
      checksum: blob.checksum,
      lastModified: Date.now(),
      blob: { id: blob.id, size: blob.size },
    })
    return { status: 200, headers: { etag: quoted(etag), ...checksumHeaders(blob) } }
  } catch (error) {
    await store.blobs.discard(blob)
    throw error
  }
}

export function listParts(call: S3Call): S3Answer {
  const { request, uploads, bucket, key } = call
  const upload = uploadOf(call)
  const marker = integer(request.query.get('part-number-marker') ?? '0', 'part-number-marker', 0, 2 ** 31 - 1)
  const asked = integer(request.query.get('max-parts') ?? String(MAX_LISTED), 'max-parts', 0, 2 ** 31 - 1)
  const after = uploads.parts(upload).filter((part) => part.partNumber > marker)
  const page = after.slice(0, Math.min(asked, MAX_LISTED))
  return {
    status: 200,
    body: xmlDocument(
      'ListPartsResult',
      {
        Bucket: bucket,
        Key: key,
        UploadId: upload.uploadId,
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
        MaxParts: Math.min(asked, MAX_LISTED),
        IsTruncated: page.length < after.length,
        StorageClass: 'STANDARD',
        ChecksumAlgorithm: upload.checksumAlgorithm ?? undefined,
        Part: page.map((part) => ({
          PartNumber: part.partNumber,
          LastModified: new Date(part.lastModified).toISOString(),
          ETag: quoted(part.etag),
          Size: part.blob.size,
          ...(part.checksum ? { [`Checksum${part.checksum.algorithm}`]: part.checksum.value } : {}),
        })),
      },
      S3_NAMESPACE,
    ),
  }
}

export async function completeMultipartUpload(call: S3Call): Promise<S3Answer> {
  const { request, store, uploads, bucket, key } = call
  const listed = parseCompletedParts(await readXmlBody(request, call.payload))
  // From here to the end nothing waits: of two Completes at once, one finds the upload and the other what it became.
  const finished = uploads.finished(bucket, key, request.query.get('uploadId') ?? '')
  if (finished && listed.map(({ etag }) => etag).join() === finished.partEtags.join()) {
    return completeAnswer(request, bucket, finished.object)
  }
  const upload = uploadOf(call)
  const parts = chooseParts(upload, uploads.parts(upload), listed)
  checkWrite(request.header, store.find(bucket, key))
  const object: StoredObject = {
    ...upload.attributes,
    key,
    etag: multipartEtag(parts),
    checksum: upload.checksumAlgorithm && checksumOfParts(upload.checksumAlgorithm, parts),
    size: parts.reduce((sum, part) => sum + part.blob.size, 0),
    lastModified: Date.now(),
    blobs: parts.map((part) => part.blob),
  }
  store.put(bucket, object)
  uploads.finish(upload, parts, object)
  return completeAnswer(request, bucket, object)
}

function completeAnswer(request: S3Request, bucket: string, { key, etag, checksum }: StoredObject): S3Answer {
  const content = {
    Location: objectUrl(request, bucket, key),
    Bucket: bucket,
    Key: key,
    ETag: quoted(etag),
    ...(checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: 'COMPOSITE' } : {}),
  }
  return { status: 200, body: xmlDocument('CompleteMultipartUploadResult', content, S3_NAMESPACE) }
}

export function abortMultipartUpload(call: S3Call): S3Answer {
  call.uploads.end(uploadOf(call))
  return { status: 204 }
}

export function listMultipartUploads({ request, store, uploads, bucket }: S3Call): S3Answer {
  store.bucket(bucket)
  const prefix = request.query.get('prefix') ?? ''
  const found = uploads.list(bucket).filter((upload) => upload.key.startsWith(prefix))
  return {
    status: 200,
    body: xmlDocument(
      'ListMultipartUploadsResult',
      {
        Bucket: bucket,
        Prefix: prefix,
        IsTruncated: false,
        Upload: found.map((upload) => ({
          Key: upload.key,
          UploadId: upload.uploadId,
          Initiated: new Date(upload.initiatedAt).toISOString(),
        })),
      },
      S3_NAMESPACE,
    ),
  }
}

// ------------------------------------------------------------------------------------------ completing, step by step

interface CompletedPart {
  partNumber: number
  etag: string
  checksum: Checksum | null
}

function parseCompletedParts(document: unknown): CompletedPart[] {
  const list = child(child(document, 'CompleteMultipartUpload'), 'Part')
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_PARTS) throw new S3Error('MalformedXML')
  return list.map((item: unknown) => {
    const partNumber = child(item, 'PartNumber')
    const etag = child(item, 'ETag')
    if (typeof partNumber !== 'string' || typeof etag !== 'string') throw new S3Error('MalformedXML')
    const [checksum] = checksumAlgorithms.flatMap((algorithm) => {
      const value = child(item, `Checksum${algorithm}`)
      return typeof value === 'string' ? [{ algorithm, value }] : []
    })
    return {
      partNumber: integer(partNumber, 'PartNumber', 1, MAX_PARTS),
      etag: etag.replace(/^"|"$/g, ''),
      checksum: checksum ?? null,
    }
  })
}

function chooseParts(
  upload: MultipartUpload,
  stored: readonly StoredPart[],
  listed: readonly CompletedPart[],
): StoredPart[] {
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]))
  const chosen = listed.map(({ partNumber, etag, checksum }, index) => {
    if (partNumber <= (listed[index - 1]?.partNumber ?? 0)) throw new S3Error('InvalidPartOrder')
    const part = byNumber.get(partNumber)
    const isSame =
      part?.etag === etag &&
      (!checksum ||
        (part.checksum?.algorithm === checksum.algorithm && part.checksum.value === checksum.value))
    if (!part || !isSame)
      throw new S3Error('InvalidPart', {
        details: { UploadId: upload.uploadId, PartNumber: partNumber, ETag: etag },
      })
    if (upload.checksumAlgorithm && !checksum) {
      throw new S3Error('InvalidRequest', {
        message: `The upload was created using a ${upload.checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${partNumber} in the request.`,
      })
    }
    return part
  })
  const small = chosen.slice(0, -1).find((part) => part.blob.size < MIN_PART_BYTES)
  if (small) {
    throw new S3Error('EntityTooSmall', {
      details: {
        ProposedSize: small.blob.size,
        MinSizeAllowed: MIN_PART_BYTES,
        PartNumber: small.partNumber,
        ETag: small.etag,
      },
    })
  }
  return chosen
}

function checksumOfParts(algorithm: ChecksumAlgorithm, parts: readonly StoredPart[]): Checksum {
  return compositeChecksum(
    algorithm,
    parts.map((part) => part.checksum?.value ?? ''),
  )
}

function uploadOf({ request, uploads, bucket, key }: S3Call): MultipartUpload {
  return uploads.find(bucket, key, request.query.get('uploadId') ?? '')
}

function integer(text: string | null, name: string, min: number, max: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text ?? '') || value < min || value > max) {
    throw new S3Error('InvalidArgument', {
      message: `${name} must be an integer between ${min} and ${max}, inclusive`,
      details: { ArgumentName: name, ArgumentValue: text ?? '' },
    })
  }
  return value
}
