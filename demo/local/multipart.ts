/** Multipart uploads. Completing copies no bytes: the object refers to the blobs of its parts. */
import { createHash, randomUUID } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import { type Checksum, checksumHeaders, createDigest, parseAlgorithm } from './checksum.ts'
import type { HttpResponse } from './http-server.ts'
import { attributesOf, checkWrite } from './objects.ts'
import { readXml, receiveBody } from './request-body.ts'
import { objectUrl, quoted, type S3Call, xmlResponse } from './s3-call.ts'
import type { Content, Upload } from './store.ts'
import { parseTaggingHeader } from './tags.ts'
import { listIn, textIn } from './xml.ts'

const MIN_PART_BYTES = 5 * 1024 * 1024
const MAX_PARTS = 10_000
const MAX_LISTED = 1000

export function createMultipartUpload(call: S3Call): HttpResponse {
  const { headers, store, bucket, key } = call
  // In capitals: no bucket can have the same name.
  const uploadId = randomUUID().toUpperCase()
  const algorithm = headers.get('x-amz-checksum-algorithm')
  const checksumAlgorithm = algorithm === undefined ? null : parseAlgorithm(algorithm)
  const tags = parseTaggingHeader(headers.get('x-amz-tagging') ?? '')
  const attributes = attributesOf(call)
  store.uploads.set(uploadId, { uploadId, bucket, key, attributes, tags, checksumAlgorithm })
  return xmlResponse('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId })
}

export async function uploadPart(call: S3Call): Promise<HttpResponse> {
  const key = parsePartNumber(call.query.get('partNumber')).toString().padStart(5, '0')
  uploadOf(call)
  return receiveBody(call, (stored) => {
    // Checked again: the upload may have ended while the body arrived.
    const { uploadId, checksumAlgorithm } = uploadOf(call)
    const isChecked = !checksumAlgorithm || stored.checksum?.algorithm === checksumAlgorithm
    if (!isChecked) throw new AwsError('InvalidRequest', `Parts need a ${checksumAlgorithm} checksum here`)
    call.store.putObject(uploadId, { ...stored, key, attributes: {} })
    return { status: 200, headers: { etag: quoted(stored.etag), ...checksumHeaders(stored.checksum) } }
  })
}

export function listParts(call: S3Call): HttpResponse {
  const { query, store } = call
  const { uploadId } = uploadOf(call)
  const marker = Number(query.get('part-number-marker'))
  const after = store.objectsOf(uploadId).filter((part) => Number(part.key) > marker)
  const page = after.slice(0, Math.min(Number(query.get('max-parts') ?? MAX_LISTED) || 0, MAX_LISTED))
  const Part = page.map(({ key, lastModified: LastModified, etag, size: Size, checksum }) => {
    return { PartNumber: Number(key), LastModified, ETag: quoted(etag), Size, ...elementOf(checksum) }
  })
  const NextPartNumberMarker = Number(page.at(-1)?.key ?? 0)
  const IsTruncated = page.length < after.length
  return xmlResponse('ListPartsResult', { UploadId: uploadId, NextPartNumberMarker, IsTruncated, Part })
}

export function listMultipartUploads({ query, store, bucket }: S3Call): HttpResponse {
  const prefix = query.get('prefix') ?? ''
  const Upload = [...store.uploads.values()]
    .filter((upload) => upload.bucket === bucket && upload.key.startsWith(prefix))
    .map(({ key, uploadId }) => ({ Key: key, UploadId: uploadId }))
  return xmlResponse('ListMultipartUploadsResult', { Bucket: bucket, IsTruncated: false, Upload })
}

export function abortMultipartUpload(call: S3Call): HttpResponse {
  call.store.endUpload(uploadOf(call).uploadId)
  return { status: 204 }
}

export async function completeMultipartUpload(call: S3Call): Promise<HttpResponse> {
  const { query, store, bucket, key } = call
  const listed = listIn(await readXml(call), 'CompleteMultipartUpload', 'Part').map(parsePart)
  if (listed.length === 0 || listed.length > MAX_PARTS) throw new AwsError('MalformedXML')
  // Synchronous from here on: of two simultaneous completions, one finds the upload and the other finds it completed.
  const current = store.object(bucket, key)
  const isRepeated = current?.uploadId === query.get('uploadId') && current?.etag === etagOf(listed)
  const { etag, checksum } = current && isRepeated ? current : assemble(call, listed)
  const named = { Location: objectUrl(call), Bucket: bucket, Key: key, ETag: quoted(etag) }
  return xmlResponse('CompleteMultipartUploadResult', { ...named, ...elementOf(checksum) })
}

function parsePart(element: unknown) {
  const [number, etag] = [textIn(element, 'PartNumber'), textIn(element, 'ETag')]
  if (number === undefined || etag === undefined) throw new AwsError('MalformedXML')
  return { number: parsePartNumber(number), etag: etag.replaceAll('"', ''), element }
}

function assemble(call: S3Call, listed: readonly ReturnType<typeof parsePart>[]): Content {
  const { headers, store, bucket, key } = call
  const { uploadId, attributes, tags = {}, checksumAlgorithm } = uploadOf(call)
  const stored = new Map(store.objectsOf(uploadId).map((part) => [Number(part.key), part]))
  const parts = listed.map(({ number, etag, element }, index) => {
    if (number <= (listed[index - 1]?.number ?? 0)) throw new AwsError('InvalidPartOrder')
    const part = stored.get(number)
    const checksum = textIn(element, `Checksum${part?.checksum?.algorithm}`)
    const isSame = part?.etag === etag && (checksum === undefined || checksum === part.checksum?.value)
    if (!part || !isSame) throw new AwsError('InvalidPart', `Part ${number} does not match the listed one`)
    const isChecked = !checksumAlgorithm || checksum !== undefined
    if (!isChecked) throw new AwsError('InvalidRequest', `Part ${number} is listed without its checksum`)
    return part
  })
  const small = parts.slice(0, -1).find(({ size }) => size < MIN_PART_BYTES)
  if (small) throw new AwsError('EntityTooSmall', `Part ${Number(small.key)} has only ${small.size} bytes`)
  checkWrite(headers, store.object(bucket, key))
  const blobs = parts.flatMap((part) => part.blobs)
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const [etag, checksum] = [etagOf(parts), checksumOf(parts, checksumAlgorithm)]
  const object = { key, attributes, tags, uploadId, size, etag, checksum, blobs }
  store.putObject(bucket, object, 'ObjectCreated:CompleteMultipartUpload')
  store.endUpload(uploadId, new Set(blobs))
  return object
}

/** MD5 of the parts' MD5s and the number of parts; not a hash of the whole object. */
function etagOf(parts: readonly { etag: string }[]): string {
  const md5 = createHash('md5')
  for (const { etag } of parts) md5.update(etag, 'hex')
  return `${md5.digest('hex')}-${parts.length}`
}

function checksumOf(parts: readonly Content[], algorithm: Upload['checksumAlgorithm']): Checksum | null {
  if (!algorithm) return null
  const digest = createDigest(algorithm)
  for (const { checksum } of parts) digest.update(Buffer.from(checksum?.value ?? '', 'base64'))
  return { algorithm, value: `${digest.digest().toString('base64')}-${parts.length}` }
}

function elementOf(checksum: Checksum | null): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {}
}

/** @throws AwsError `NoSuchUpload`, also if the id belongs to another key */
function uploadOf({ query, store, bucket, key }: S3Call): Upload {
  const upload = store.uploads.get(query.get('uploadId') ?? '')
  if (upload?.bucket !== bucket || upload.key !== key) throw new AwsError('NoSuchUpload')
  return upload
}

function parsePartNumber(text: string | null): number {
  const number = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0
  if (number >= 1 && number <= MAX_PARTS) return number
  throw new AwsError('InvalidArgument', `Part numbers go from 1 to ${MAX_PARTS}`)
}
