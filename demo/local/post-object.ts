/**
 * POST Object: the upload a browser makes with a form and a signed policy.
 *
 * Order as on S3: the form's shape, then who signed it, then whether it keeps to the policy, all before the first
 * byte of the file is stored; sizes while it streams; checksums when it is there; the object appears last.
 */
import type { ReceivedBlob } from './blob-store.ts'
import { announcedChecksum, announcedMd5 } from './checksum.ts'
import { quoted, readAttributes } from './object-attributes.ts'
import { checksumHeaders, newObject } from './object-operations.ts'
import { type PostForm, readPostForm } from './post-form.ts'
import { anyForm, checkPostPolicy, type PostPolicy, parsePostPolicy } from './post-policy.ts'
import { checksumMismatch, tooLarge, verifyMd5 } from './request-body.ts'
import type { Signer } from './s3-auth.ts'
import type { S3Call } from './s3-call.ts'
import { S3Error } from './s3-error.ts'
import { checkKey, objectUrl, type S3Answer, type S3Request } from './s3-request.ts'
import { ALGORITHM, parseAmzDate, parseCredential, sameSignature, signatureOf } from './sigv4.ts'
import { xmlDocument } from './xml.ts'

type Fields = ReadonlyMap<string, string>

export async function postObject(call: S3Call): Promise<S3Answer> {
  const { request, store, bucket } = call
  if (request.header('content-length') === undefined) throw new S3Error('MissingContentLength')
  let stored: ReceivedBlob | null = null
  try {
    const upload = await readPostForm(request.message, async (form) => {
      const { fields, policy } = admitForm(form, call)
      const key = checkKey(fields.get('key') ?? '')
      const attributes = readAttributes(fields.keys(), (name) => fields.get(name))
      stored = await receiveFile(form, fields, policy, call)
      return { fields, object: newObject(key, attributes, stored) }
    })
    store.put(bucket, upload.object)
    return { ...answer(request, bucket, upload.fields, upload.object), storedKey: upload.object.key }
  } catch (error) {
    if (stored) await store.blobs.discard(stored)
    throw error
  }
}

function admitForm(
  form: PostForm,
  { bucket, signer, store }: S3Call,
): { fields: Fields; policy: PostPolicy } {
  const fields = expandFileName(form)
  if (!fields.get('key')) {
    throw new S3Error('InvalidArgument', {
      message:
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      details: { ArgumentName: 'key', ArgumentValue: '' },
    })
  }
  const encodedPolicy = fields.get('policy')
  if (fields.has('tagging')) throw new S3Error('NotImplemented', { message: 'This S3 has no tags' })
  if (encodedPolicy === undefined) {
    // A form without a policy is an anonymous upload.
    if (store.bucket(bucket).access === 'private') throw new S3Error('AccessDenied')
    return { fields, policy: anyForm }
  }
  checkFormSignature(fields, encodedPolicy, signer)
  const policy = parsePostPolicy(encodedPolicy)
  checkPostPolicy(policy, fields, bucket, Date.now())
  return { fields, policy }
}

/** Only what follows the last slash or backslash counts: some browsers sent whole paths. */
function expandFileName({ fields, fileName }: PostForm): Fields {
  const baseName = fileName.replace(/^.*[/\\]/s, '')
  return new Map([...fields].map(([name, value]) => [name, value.replace(/\$\{filename\}/g, () => baseName)]))
}

function checkFormSignature(fields: Fields, encodedPolicy: string, signer: Signer): void {
  const field = (name: string) => {
    const value = fields.get(name)
    if (value === undefined) {
      throw new S3Error('InvalidArgument', {
        message: `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
        details: { ArgumentName: name, ArgumentValue: '' },
      })
    }
    return value
  }
  if (field('x-amz-algorithm') !== ALGORITHM) {
    throw new S3Error('InvalidArgument', { details: { ArgumentName: 'x-amz-algorithm' } })
  }
  const scope = parseCredential(field('x-amz-credential'))
  const date = field('x-amz-date')
  if (!scope || parseAmzDate(date) === null || !date.startsWith(scope.date) || scope.service !== 's3') {
    throw new S3Error('InvalidArgument', {
      message: 'The credential of the form is malformed, or not of the date and service it is used for',
      details: { ArgumentName: 'x-amz-credential', ArgumentValue: field('x-amz-credential') },
    })
  }
  if (scope.accessKeyId !== signer.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', { details: { AWSAccessKeyId: scope.accessKeyId } })
  }
  if (scope.region !== signer.region) {
    throw new S3Error('InvalidRequest', {
      message: `The credential is malformed; the region '${scope.region}' is wrong; expecting '${signer.region}'`,
      details: { Region: signer.region },
    })
  }
  // The policy as sent is the string to sign, Base64 and all.
  if (!sameSignature(signatureOf(signer.secretAccessKey, scope, encodedPolicy), field('x-amz-signature'))) {
    throw new S3Error('SignatureDoesNotMatch', {
      details: { AWSAccessKeyId: scope.accessKeyId, StringToSign: encodedPolicy },
    })
  }
  if (fields.has('x-amz-security-token')) throw new S3Error('InvalidToken')
}

async function receiveFile(
  form: PostForm,
  fields: Fields,
  { contentLength }: PostPolicy,
  { request, store }: S3Call,
): Promise<ReceivedBlob> {
  const checksum = announcedChecksum((name) => fields.get(name))
  const md5 = announcedMd5(fields.get('content-md5'))
  return store.blobs.receive(form.content, {
    checksum: checksum?.algorithm ?? null,
    admit: (size) => {
      // The file is still coming, so what is proposed is known only as the length of the whole request.
      const proposed = Math.max(size, Number(request.header('content-length')))
      if (size > contentLength.max) throw tooLarge(proposed, contentLength.max)
    },
    verify: (blob) => {
      if (blob.size < contentLength.min) {
        throw new S3Error('EntityTooSmall', {
          details: { ProposedSize: blob.size, MinSizeAllowed: contentLength.min },
        })
      }
      verifyMd5(md5, blob)
      if (checksum && checksum.value !== blob.checksum?.value) throw checksumMismatch(checksum.algorithm)
    },
  })
}

function answer(
  request: S3Request,
  bucket: string,
  fields: Fields,
  object: ReturnType<typeof newObject>,
): S3Answer {
  const location = objectUrl(request, bucket, object.key)
  const etag = quoted(object.etag)
  const headers = { etag, location, ...checksumHeaders(object) }
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect')
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect)
    const named = { bucket, key: object.key, etag }
    for (const [name, value] of Object.entries(named)) target.searchParams.set(name, value)
    return { status: 303, headers: { ...headers, location: target.href } }
  }
  const asked = fields.get('success_action_status')
  if (asked === '200') return { status: 200, headers }
  if (asked !== '201') return { status: 204, headers }
  return {
    status: 201,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: xmlDocument('PostResponse', { Location: location, Bucket: bucket, Key: object.key, ETag: etag }),
  }
}
