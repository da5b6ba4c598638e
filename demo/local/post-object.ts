/**
 * POST Object: upload by an HTML form. Checks in S3's order: form syntax, signature, policy; sizes while the bytes
 * arrive; checksums after the last byte. Then the object becomes visible.
 */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import busboy from 'busboy'
import { AwsError } from './aws-error.ts'
import { checksumHeaders } from './checksum.ts'
import type { HttpResponse } from './http-server.ts'
import { readAttributes } from './objects.ts'
import { checkPostPolicy, type SizeRange } from './post-policy.ts'
import { MAX_PUT_BYTES, receive } from './request-body.ts'
import { checkKey, objectUrl, quoted, type S3Call } from './s3-call.ts'
import { checkFormSignature } from './signature.ts'
import type { Content } from './store.ts'
import { parseTaggingXml } from './tags.ts'
import { renderXml } from './xml.ts'

type Fields = ReadonlyMap<string, string>

const MAX_FIELDS_BYTES = 20 * 1024

export async function postObject(call: S3Call): Promise<HttpResponse> {
  const { message, headers, store, bucket, pace } = call
  if (!headers.has('content-length')) throw new AwsError('MissingContentLength')
  try {
    const { fields: sent, fileName, file } = await readForm(message)
    const expand = (value: string) => value.replaceAll(/\$\{filename\}/g, () => fileName)
    const fields = new Map([...sent].map(([name, value]) => [name, expand(value)]))
    call.key = checkKey(fields.get('key') ?? '')
    const { min, max } = checkForm(fields, call)
    const attributes = readAttributes(fields)
    const tagging = fields.get('tagging')
    const tags = tagging === undefined ? {} : parseTaggingXml(tagging)
    return await receive(pace(file), { min, max, declared: fields }, store, (stored) => {
      store.putObject(bucket, { ...stored, key: call.key, attributes, tags }, 'ObjectCreated:Post')
      return formResponse(call, fields, stored)
    })
  } finally {
    // `sendResponse` reads the rest of a refused form.
    message.unpipe()
  }
}

type Form = { fields: Fields; fileName: string; file: AsyncIterable<Uint8Array> }

/** Reads the fields and one file; later parts are ignored. Resolves when the file starts. */
function readForm(message: IncomingMessage): Promise<Form> {
  return new Promise((resolve, reject) => {
    const parser = openParser(message)
    const fields = new Map<string, string>()
    let [size, hasFile] = [0, false]
    const ended = finished(parser).catch((cause) => {
      throw new AwsError('MalformedPOSTRequest', undefined, { cause })
    })
    ended.then(() => reject(new AwsError('IncorrectNumberOfFilesInPostRequest')), reject)
    // The parser's types hide that a part may have no name.
    const take = (name: string | undefined, value: string, fileName: string, file: Readable) => {
      const field = name?.toLowerCase() ?? ''
      if (hasFile) return file.resume()
      hasFile = field === 'file'
      if (hasFile) return resolve({ fields, fileName, file: untilEnd(file, ended) })
      file.resume()
      size += Buffer.byteLength(field + value)
      if (size > MAX_FIELDS_BYTES) reject(new AwsError('MaxPostPreDataLengthExceeded'))
      if (fields.has(field)) reject(new AwsError('InvalidArgument', `The field ${field} occurs twice`))
      fields.set(field, value)
    }
    parser.on('field', (name, value) => take(name, value, '', Readable.from([Buffer.from(value)])))
    // The parser reports a truncated file.
    parser.on('file', (name, file, info) =>
      take(
        name,
        '',
        info.filename ?? '',
        file.on('error', () => {}),
      ),
    )
    message.on('error', (error) => parser.destroy(error)).pipe(parser)
  })
}

async function* untilEnd(file: Readable, ended: Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* file
  } catch {
    // The form is truncated too: `ended` rejects.
  }
  await ended
}

function openParser({ headers }: IncomingMessage): busboy.Busboy {
  if (!/^multipart\/form-data\b/i.test(headers['content-type'] ?? '')) {
    throw new AwsError('PreconditionFailed', 'Bucket POST must be of the enclosure-type multipart/form-data')
  }
  try {
    const limits = { fieldNameSize: 2 * MAX_FIELDS_BYTES, fieldSize: 2 * MAX_FIELDS_BYTES }
    const buffers = { highWaterMark: 1024 * 1024, fileHwm: 256 * 1024 }
    return busboy({ headers, limits, ...buffers, defParamCharset: 'utf8' })
  } catch (cause) {
    throw new AwsError('MalformedPOSTRequest', undefined, { cause })
  }
}

function checkForm(fields: Fields, { bucket, key, signer, store }: S3Call): SizeRange {
  if (key === '') throw new AwsError('InvalidArgument', 'A field named key is needed before the file')
  const [policy, limit] = [fields.get('policy'), { min: 0, max: MAX_PUT_BYTES }]
  if (policy !== undefined) {
    checkFormSignature(fields, policy, signer)
    return checkPostPolicy(policy, fields, bucket, limit)
  }
  // A form without a policy is an anonymous upload.
  if (store.bucket(bucket).access !== 'public-read-write') throw new AwsError('AccessDenied')
  return limit
}

function formResponse(call: S3Call, fields: Fields, { etag, checksum }: Content): HttpResponse {
  const { bucket, key } = call
  const [location, ETag] = [objectUrl(call), quoted(etag)]
  const headers = { etag: ETag, location, ...checksumHeaders(checksum) }
  const redirect = fields.get('success_action_redirect') ?? ''
  const [status, target] = [fields.get('success_action_status'), URL.canParse(redirect) && new URL(redirect)]
  if (target) {
    for (const pair of Object.entries({ bucket, key, etag: ETag })) target.searchParams.set(...pair)
    return { status: 303, headers: { ...headers, location: target.href } }
  }
  if (status !== '201') return { status: status === '200' ? 200 : 204, headers }
  const body = renderXml('PostResponse', { Location: location, Bucket: bucket, Key: key, ETag })
  return { status: 201, headers, body }
}
