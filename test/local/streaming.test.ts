import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startS3Server } from '../../demo/local/s3-server.ts'
import type { TraceEntry } from '../../demo/local/trace.ts'
import { type AwsUnderTest, element, startAws } from './aws-under-test.ts'
import { sendAndHangUp, signHeaders } from './raw-request.ts'
import { rawForm, type SignedForm, signForm } from './signed-form.ts'

const MIB = 1024 * 1024

/** The bytes of a form before and after its file. */
function formAround({ fields }: SignedForm): { head: Buffer; tail: Buffer } {
  const parts = Object.entries(fields).map(([name, value]) => ({ name, value }))
  const [head = '', tail = ''] = rawForm([
    ...parts,
    { name: 'file', value: 'THE-FILE', fileName: 'f' },
  ]).split('THE-FILE')
  return { head: Buffer.from(head), tail: Buffer.from(tail) }
}

function formHeaders(aws: AwsUnderTest, length: number): Record<string, string> {
  return {
    host: new URL(aws.s3Endpoint).host,
    'content-type': 'multipart/form-data; boundary=BOUNDARY',
    'content-length': String(length),
  }
}

function headText(method: string, path: string, headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Writes a form whose file is `size` bytes of a repeated block, as fast as the server reads. */
function postRepeated(aws: AwsUnderTest, form: SignedForm, size: number, block: Buffer) {
  const { head, tail } = formAround(form)
  const headers = formHeaders(aws, head.length + size + tail.length)
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const upload = request(form.url, { method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    upload.on('error', reject)
    Readable.from(
      (function* () {
        yield head
        for (let left = size; left > 0; left -= block.length) yield block.subarray(0, left)
        yield tail
      })(),
    ).pipe(upload)
  })
}

describe('large bodies', () => {
  it('need only a small part of their size in memory, in both directions', { timeout: 90_000 }, async () => {
    const size = 300 * MIB
    const block = Buffer.alloc(MIB, 'block')
    const aws = await startAws()
    const form = await signForm(aws, { Conditions: [['content-length-range', size, size]] })
    let peak = 0
    const before = process.memoryUsage.rss()
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss() - before)
    }, 10)
    onTestFinished(() => clearInterval(sampler))

    const posted = await postRepeated(aws, form, size, block)
    expect(posted).toEqual({ status: 204, text: '' })
    const expected = createHash('md5')
    for (let left = size; left > 0; left -= block.length) expected.update(block)
    const digest = createHash('md5')
    const url = await getSignedUrl(aws.s3, new GetObjectCommand({ Bucket: 'uploads', Key: 'photos/cat.png' }))
    await new Promise((resolve, reject) => {
      // A connection of its own: hashing may have taken longer than the server keeps an idle one.
      request(url, { agent: false }, (response) => {
        response
          .on('data', (chunk: Buffer) => digest.update(chunk))
          .on('end', resolve)
          .on('error', reject)
      })
        .on('error', reject)
        .end()
    })
    expect(digest.digest('hex')).toBe(expected.digest('hex'))
    expect(peak).toBeLessThan(120 * MIB)
  })
})

describe('a refusal while the client still sends', () => {
  it.each([
    ['too large', (form: SignedForm) => form, 'EntityTooLarge'],
    [
      'badly signed',
      (form: SignedForm) => ({ ...form, fields: { ...form.fields, 'X-Amz-Signature': 'x' } }),
      'SignatureDoesNotMatch',
    ],
    [
      'against its policy',
      (form: SignedForm) => ({ ...form, fields: { ...form.fields, acl: 'x' } }),
      'AccessDenied',
    ],
    [
      'for no bucket',
      ({ fields, url }: SignedForm) => ({ fields, url: url.replace('uploads', 'nowhere') }),
      'NoSuchBucket',
    ],
  ])('reaches a client that reads only after its last byte: %s', async (_what, change, code) => {
    const aws = await startAws()
    const form = change(await signForm(aws))
    const size = 60 * MIB
    const { head, tail } = formAround(form)
    const { hostname, port, pathname } = new URL(form.url)
    const socket = connect(Number(port), hostname)
    // Browsers read the response only after they have sent everything.
    const write = (bytes: Buffer | string) =>
      new Promise<void>((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()))
      })
    await write(headText('POST', pathname, formHeaders(aws, head.length + size + tail.length)))
    await write(head)
    for (let sent = 0; sent < size; sent += MIB) await write(Buffer.alloc(MIB))
    await write(tail)
    let response = ''
    for await (const chunk of socket) response += String(chunk)
    expect(element(response, 'Code')).toBe(code)
    expect(response.toLowerCase()).toContain('connection: close')
    expect(await aws.blobFiles()).toEqual([])
  })

  it('is sent at once, not after the body', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    const { head } = formAround(form)
    const { hostname, port } = new URL(form.url)
    const socket = connect(Number(port), hostname)
    socket.write(headText('POST', '/uploads', formHeaders(aws, 1_000_000_000)))
    socket.write(head)
    socket.write(Buffer.alloc(101))
    const response = await new Promise<string>((resolve) =>
      socket.once('data', (chunk) => resolve(String(chunk))),
    )
    expect(response).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
  })
})

describe('a client that disconnects', () => {
  it.each([
    ['in the middle of the fields', (head: string) => head.slice(0, head.length / 2)],
    ['in the middle of the file', (head: string) => `${head}half of the fi`],
    ['before the last boundary', (head: string, tail: string) => `${head}the file${tail.slice(0, 10)}`],
  ])('leaves nothing: a form cut %s', async (_what, cut) => {
    const trace: TraceEntry[] = []
    const aws = await startAws({ onTrace: (entry) => trace.push(entry) })
    const { head, tail } = formAround(await signForm(aws))
    const length = head.length + 8 + tail.length
    await sendAndHangUp(
      aws,
      headText('POST', '/uploads', formHeaders(aws, length)) + cut(String(head), String(tail)),
    )
    await expect
      .poll(() => trace.at(-1))
      .toMatchObject({ phase: 'end', status: 0, errorCode: 'ClientDisconnected' })
    expect(await aws.blobFiles()).toEqual([])
    expect(await aws.keys()).toEqual([])
  })

  it('leaves no bytes: a truncated PUT', async () => {
    const trace: TraceEntry[] = []
    const aws = await startAws({ onTrace: (entry) => trace.push(entry) })
    const headers = await signHeaders(aws, 'PUT', '/uploads/k', { payloadHash: 'UNSIGNED-PAYLOAD' })
    await sendAndHangUp(aws, `${headText('PUT', '/uploads/k', { ...headers, 'content-length': '1000' })}half`)
    await expect.poll(() => trace.at(-1)).toMatchObject({ phase: 'end', operation: 'PutObject', status: 0 })
    expect(await aws.blobFiles()).toEqual([])
    expect(await aws.keys()).toEqual([])
  })

  it('does no harm during a download', async () => {
    const aws = await startAws()
    const size = 20 * MIB
    await postRepeated(aws, await signForm(aws, { Conditions: [] }), size, Buffer.alloc(MIB))
    const url = await getSignedUrl(aws.s3, new GetObjectCommand({ Bucket: 'uploads', Key: 'photos/cat.png' }))
    const response = await fetch(url)
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect((await fetch(url, { headers: { range: 'bytes=0-0' } })).status).toBe(206)
  })
})

describe('a client that stops sending', () => {
  it.each(['a form', 'a PUT'])('is disconnected, and its bytes are removed: %s', async (what) => {
    const directory = await mkdtemp(join(tmpdir(), 'stalled-'))
    onTestFinished(() => rm(directory, { recursive: true, force: true }))
    const aws = await startAws()
    const trace: TraceEntry[] = []
    const server = await startS3Server({
      port: 0,
      directory,
      signer: aws,
      bucket: 'uploads',
      corsRules: [],
      onTrace: (entry) => trace.push(entry),
      idleTimeoutMs: 50,
    })
    onTestFinished(server.close)
    const { hostname, port } = new URL(server.endpoint)
    const target = { ...aws, s3Endpoint: server.endpoint }
    const socket = connect(Number(port), hostname)
    if (what === 'a form') {
      const { head } = formAround(await signForm(aws))
      socket.write(headText('POST', '/uploads', formHeaders(target, head.length + 1000)))
      socket.write(head)
    } else {
      const headers = await signHeaders(target, 'PUT', '/uploads/k', { payloadHash: 'UNSIGNED-PAYLOAD' })
      socket.write(`${headText('PUT', '/uploads/k', { ...headers, 'content-length': '1000' })}half`)
    }
    socket.on('error', () => {}).resume()
    // The client keeps its side open.
    await new Promise<void>((resolve) => socket.once('close', () => resolve()))
    await expect.poll(() => trace.at(-1)).toMatchObject({ phase: 'end', status: 0 })
    expect(await readdir(join(directory, 'blobs'))).toEqual([])
  })
})

describe('many clients at once', () => {
  it('overwrite one key without leaving bytes behind', async () => {
    const aws = await startAws()
    const form = await signForm(aws, { Conditions: [] })
    const responses = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        postRepeated(aws, form, 1 + index * 1000, Buffer.alloc(MIB, index)),
      ),
    )
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([204]))
    await expect.poll(() => aws.blobFiles()).toHaveLength(1)
    const stored = await aws.s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'photos/cat.png' }))
    const bytes = Buffer.from((await stored.Body?.transformToByteArray()) ?? [])
    expect(stored.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`)
  })
})
