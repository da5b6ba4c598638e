/**
 * Hostile input: valid requests with parts flipped, truncated, doubled, swapped or enlarged.
 *
 * Half of them change only the body, after a valid signature, because most of the server's code comes after it. The seed
 * determines everything, so that a finding can be repeated.
 */
import { connect } from 'node:net'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { type FormBytes, formBytes, inTenMinutes, signPolicy, usualConditions } from './form-upload.ts'
import type { S3Target } from './s3-target.ts'
import { signHeaders } from './signed-request.ts'

export interface FuzzFinding {
  /** The fault of the response. */
  what: string
  request: string
}

interface Template {
  head: string
  body: Buffer
}

/** Time for a response or a disconnect, in milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000

/** Sends `count` requests, 32 at a time. Resolves with the responses by status and with the faults found. */
export async function fuzz(
  target: S3Target,
  { bucket, count, seed }: { bucket: string; count: number; seed: number },
): Promise<{ statuses: Record<string, number>; findings: FuzzFinding[] }> {
  const random = mulberry32(seed)
  const templates = await makeTemplates(target, bucket)
  const requests = Array.from({ length: count }, () => mutate(templates, random))
  const statuses: Record<string, number> = {}
  const findings: FuzzFinding[] = []
  const worker = async () => {
    for (let request = requests.pop(); request; request = requests.pop()) {
      const response = await sendBytes(target.endpoint, request)
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(response)?.[1] ?? (response === '' ? 'closed' : 'broken')
      statuses[status] = (statuses[status] ?? 0) + 1
      if (
        status === '500' ||
        status === 'broken' ||
        response === 'timeout' ||
        response.startsWith('refused')
      ) {
        findings.push({ what: response.slice(0, 600), request: request.toString('latin1').slice(0, 3000) })
      }
    }
  }
  await Promise.all(Array.from({ length: 32 }, worker))
  return { statuses, findings }
}

async function makeTemplates(target: S3Target, bucket: string): Promise<Template[]> {
  const { host } = new URL(target.endpoint)
  const make = async (
    method: string,
    path: string,
    body: string | Buffer = '',
    headers: Record<string, string> = {},
  ): Promise<Template> => {
    const signed = await signHeaders(target, method, path, {
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      ...headers,
    })
    return template(method, path, signed, Buffer.from(body))
  }
  const form = await formOf(target, bucket)
  const put = new URL(
    await getSignedUrl(target.s3, new PutObjectCommand({ Bucket: bucket, Key: 'fuzz/put' })),
  )
  const chunked = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n'
  const complete =
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"4a4be40c96ac6314e91d93f38043a634"</ETag></Part></CompleteMultipartUpload>'
  const cors =
    '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><MaxAgeSeconds>1</MaxAgeSeconds></CORSRule></CORSConfiguration>'
  return Promise.all([
    template('POST', `/${bucket}`, { host, 'content-type': form.contentType }, form.body),
    template('PUT', put.pathname + put.search, { host }, Buffer.from('meow')),
    make('PUT', `/${bucket}/fuzz/stream`, chunked, {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '11',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    }),
    make('PUT', `/${bucket}/fuzz/meta`, 'meow', {
      'x-amz-meta-a': 'b',
      'content-md5': 'SkvkDJasYxTpHZPzgENqaw==',
    }),
    make('POST', `/${bucket}/fuzz/multi?uploads=`),
    make('PUT', `/${bucket}/fuzz/multi?partNumber=1&uploadId=unknown`, 'part'),
    make('POST', `/${bucket}/fuzz/multi?uploadId=unknown`, complete),
    make('GET', `/${bucket}/fuzz/multi?uploadId=unknown&max-parts=5&part-number-marker=1`),
    make('DELETE', `/${bucket}/fuzz/multi?uploadId=unknown`),
    make('PUT', `/${bucket}?cors=`, cors),
    make('POST', `/${bucket}?delete=`, '<Delete><Object><Key>a</Key></Object></Delete>'),
    make('GET', `/${bucket}?list-type=2&prefix=a&delimiter=%2F&max-keys=3&continuation-token=YQ%3D%3D`),
    make('GET', `/${bucket}/fuzz/put`, '', { range: 'bytes=0-1', 'if-none-match': '"x"' }),
    make('HEAD', `/${bucket}/fuzz/put`),
    make('DELETE', `/${bucket}/fuzz/put`),
    template(
      'OPTIONS',
      `/${bucket}/x`,
      { host, origin: 'http://a.b', 'access-control-request-method': 'PUT' },
      Buffer.alloc(0),
    ),
  ])
}

async function formOf(target: S3Target, bucket: string): Promise<FormBytes> {
  const context = { ...target, bucket, key: 'fuzz/form' }
  const conditions = [
    ...usualConditions(context),
    ['content-length-range', 1, 100],
    ['starts-with', '$x-amz-meta-a', ''],
  ]
  const { fields } = signPolicy(context, { expiration: inTenMinutes(), conditions })
  const parts = Object.entries({ ...fields, 'x-amz-meta-a': 'b' }).map(([name, value]) => ({ name, value }))
  return formBytes([...parts, { name: 'file', value: 'meow', fileName: 'cat.png' }])
}

function template(method: string, path: string, headers: Record<string, string>, body: Buffer): Template {
  const lines = Object.entries({ ...headers, 'content-length': String(body.length) }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return { head: [`${method} ${path} HTTP/1.1`, ...lines, 'connection: close', '', ''].join('\r\n'), body }
}

// biome-ignore format: a list
const nasty = [
  '\0', '\r\n', '\r\n\r\n', '--conformance-boundary', '--conformance-boundary--', '%', '%00', '%ff', '../', '<', '>', '&', '&#0;', '<![CDATA[', '<!DOCTYPE a [<!ENTITY b "c">]>&b;',
  '-1', '0', '9'.repeat(30), '1e309', 'NaN', '__proto__', 'constructor', `\${filename}`, '$', '"', "'", ';', ',', '=', 'A'.repeat(5000), '\u{1f98a}', '\xff\xfe', 'bytes=-', 'null',
]

function mutate(templates: readonly Template[], random: () => number): Buffer {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
  const { head, body } = pick(templates) ?? { head: '', body: Buffer.alloc(0) }
  const change = (bytes: Buffer): Buffer => {
    let changed = bytes
    for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) changed = changeOnce(changed)
    return changed
  }
  const changeOnce = (bytes: Buffer): Buffer => {
    const at = Math.floor(random() * (bytes.length + 1))
    const end = Math.min(at + Math.floor(random() * 40), bytes.length)
    const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)]
    const foreign = Buffer.from(pick(nasty) ?? '', 'latin1')
    switch (Math.floor(random() * 7)) {
      case 0:
        return Buffer.concat([before, foreign, piece, after])
      case 1:
        return Buffer.concat([before, foreign, after])
      case 2:
        return Buffer.concat([before, after])
      case 3:
        return Buffer.concat([before, piece, piece, after])
      case 4:
        return before
      case 5:
        return Buffer.concat([after, before, piece])
      default: {
        const flipped = Buffer.from(bytes)
        if (at < flipped.length) flipped[at] = Math.floor(random() * 256)
        return flipped
      }
    }
  }
  if (body.length > 0 && random() < 0.5) {
    const changed = change(body)
    return Buffer.concat([
      Buffer.from(head.replace(/content-length: \d+/, `content-length: ${changed.length}`)),
      changed,
    ])
  }
  return change(Buffer.concat([Buffer.from(head), body]))
}

/** The whole response, `''` if the server closed the connection without one. */
function sendBytes(endpoint: string, bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(endpoint)
  return new Promise((resolve) => {
    let response = ''
    const socket = connect(Number(port), hostname)
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => {
      response = 'timeout'
      socket.destroy()
    })
    socket.setEncoding('latin1').on('data', (text: string) => {
      response += text
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') response = `refused: ${error.message}`
    })
    socket.on('close', () => resolve(response))
    socket.end(bytes)
  })
}

/** A random generator with a seed, which Math.random lacks. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
