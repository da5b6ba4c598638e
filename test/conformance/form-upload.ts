/** Upload forms: signed by the SDK or by hand, sent by fetch or as raw bytes. */
import { createHmac } from 'node:crypto'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { exchange, type HttpResponse } from './http-exchange.ts'
import type { S3Target } from './s3-target.ts'

/** Target and content of a form. */
export type FormTarget = S3Target & { bucket: string; key: string }

export interface UploadForm {
  url: string
  /** In the order of sending, before the file. */
  fields: Record<string, string>
}

/** A form signed by the SDK for the case's key, with `Fields` as exact conditions. */
export function signForm(
  target: FormTarget,
  options: Partial<PresignedPostOptions> = {},
): Promise<UploadForm> {
  return createPresignedPost(target.s3, { Bucket: target.bucket, Key: target.key, Expires: 600, ...options })
}

/** Signs policies that the SDK would not write. `conditions` are added to those that every form needs. */
export function signPolicy(
  target: FormTarget,
  policy: string | { expiration?: unknown; conditions?: unknown },
  { service = 's3', scopeDate = '' } = {},
): UploadForm {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const date = scopeDate || now.slice(0, 8)
  const { accessKeyId, secretAccessKey, sessionToken } = target.credentials
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy)
  const encoded = Buffer.from(text).toString('base64')
  const hmac = (key: string | Buffer, step: string) => createHmac('sha256', key).update(step).digest()
  const key = [date, target.region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${secretAccessKey}`,
  )
  return {
    url: bucketUrl(target),
    fields: {
      key: target.key,
      'x-amz-algorithm': 'AWS4-HMAC-SHA256',
      'x-amz-credential': `${accessKeyId}/${date}/${target.region}/${service}/aws4_request`,
      'x-amz-date': now,
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
      policy: encoded,
      'x-amz-signature': hmac(key, encoded).toString('hex'),
    },
  }
}

/** Conditions for exactly the fields of `signPolicy`. */
export function usualConditions(target: FormTarget): unknown[] {
  const names = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date']
  if (target.credentials.sessionToken !== undefined) names.push('x-amz-security-token')
  return [
    { bucket: target.bucket },
    { key: target.key },
    ...names.map((name) => ['starts-with', `$${name}`, '']),
  ]
}

export function inTenMinutes(): string {
  return new Date(Date.now() + 600_000).toISOString()
}

export function bucketUrl({ endpoint, bucket }: Pick<FormTarget, 'endpoint' | 'bucket'>): string {
  return `${endpoint}/${bucket}`
}

export async function sendForm(
  { url, fields }: UploadForm,
  file: Uint8Array | string,
  { fileName = 'cat.png', headers = {} }: { fileName?: string; headers?: Record<string, string> } = {},
): Promise<HttpResponse> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([Uint8Array.from(Buffer.from(file))]), fileName)
  const response = await fetch(url, { method: 'POST', body: form, headers, redirect: 'manual' })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  }
}

export interface FormPart {
  name: string
  value: string | Uint8Array
  fileName?: string
}

const BOUNDARY = 'conformance-boundary'

export interface FormBytes {
  contentType: string
  body: Buffer
}

/** A form body of exactly these parts, for forms that FormData cannot write. */
export function formBytes(parts: readonly FormPart[]): FormBytes {
  return {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: Buffer.concat([...parts.map(partBytes), Buffer.from(`--${BOUNDARY}--\r\n`)]),
  }
}

export function sendParts(url: string, parts: readonly FormPart[]): Promise<HttpResponse> {
  const { contentType, body } = formBytes(parts)
  return exchange({ method: 'POST', url, headers: { 'content-type': contentType }, body })
}

/**
 * Announces `size` bytes of file and sends them until the response. A server that closes the connection after its
 * response can cause the response to be lost, so this tries up to five times.
 */
export async function streamForm(form: UploadForm, size: number): Promise<HttpResponse> {
  for (let left = 4; left > 0; left -= 1) {
    try {
      return await streamOnce(form, size)
    } catch (error) {
      if (!(error instanceof Error && /EPIPE|ECONNRESET/.test(error.message))) throw error
    }
  }
  return streamOnce(form, size)
}

function streamOnce({ url, fields }: UploadForm, size: number): Promise<HttpResponse> {
  const parts = Object.entries(fields).map(([name, value]) => partBytes({ name, value }))
  const head = Buffer.concat([...parts, partHead({ name: 'file', value: '', fileName: 'big.png' })])
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
  const chunk = Buffer.alloc(256 * 1024)
  async function* body() {
    yield head
    for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
    yield tail
  }
  return exchange({
    method: 'POST',
    url,
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': String(head.length + size + tail.length),
    },
    body: body(),
  })
}

export function formParts({ fields }: UploadForm): FormPart[] {
  return Object.entries(fields).map(([name, value]) => ({ name, value }))
}

function partBytes(part: FormPart): Buffer {
  return Buffer.concat([partHead(part), Buffer.from(part.value), Buffer.from('\r\n')])
}

function partHead({ name, fileName }: FormPart): Buffer {
  const file = fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: image/png`
  return Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`)
}
