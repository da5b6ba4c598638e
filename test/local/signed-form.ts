import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { signPolicy as sign } from '../conformance/form-upload.ts'
import { createTarget } from '../conformance/s3-target.ts'
import type { AwsUnderTest } from './aws-under-test.ts'

export interface SignedForm {
  url: string
  fields: Record<string, string>
}

/** A form signed by the SDK; by default for the key `photos/cat.png` and 1 to 100 bytes. */
export function signForm(
  aws: AwsUnderTest,
  options: Partial<PresignedPostOptions> = {},
): Promise<SignedForm> {
  return createPresignedPost(aws.s3, {
    Bucket: aws.bucket,
    Key: 'photos/cat.png',
    Conditions: [['content-length-range', 1, 100]],
    ...options,
  })
}

/** Field names in lower case: the SDK writes `Policy` and `X-Amz-Signature`, and S3 accepts both. */
export function lowerCased({ url, fields }: SignedForm): SignedForm {
  const entries = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value])
  return { url, fields: Object.fromEntries(entries) }
}

/** Signs a policy that the SDK would not create. */
export function signPolicy(
  aws: AwsUnderTest,
  policy: object | string,
  fields: Record<string, string> = {},
): SignedForm {
  const { s3Endpoint: endpoint, region, accessKeyId, secretAccessKey, bucket } = aws
  const credentials = { accessKeyId, secretAccessKey }
  const target = createTarget({ server: 'embedded', endpoint, region, credentials })
  const form = sign({ ...target, bucket, key: 'photos/cat.png' }, policy)
  return { url: form.url, fields: { ...form.fields, ...fields } }
}

/** Conditions that cover the fields of `signPolicy`. */
export const usualConditions = [
  { bucket: 'uploads' },
  ['starts-with', '$key', 'photos/'],
  ['starts-with', '$x-amz-algorithm', ''],
  ['starts-with', '$x-amz-credential', ''],
  ['starts-with', '$x-amz-date', ''],
]

export function inTenMinutes(): string {
  return new Date(Date.now() + 600_000).toISOString()
}

export function send(
  { url, fields }: SignedForm,
  file: BlobPart = 'meow',
  { fileName = 'cat.png', headers = {} }: { fileName?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([file]), fileName)
  return fetch(url, { method: 'POST', body: form, headers })
}

/** A form body with parts in this order, for forms that FormData cannot write. */
export function rawForm(
  parts: { name: string; value: string; fileName?: string }[],
  boundary = 'BOUNDARY',
): string {
  const texts = parts.map(({ name, value, fileName }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  })
  return `${texts.join('')}--${boundary}--\r\n`
}

export function sendRaw(url: string, body: string, boundary = 'BOUNDARY'): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
}
