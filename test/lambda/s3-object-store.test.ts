import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalAws, startLocalAws } from '../../demo/local/index.ts'
import { createHandler } from '../../lambda/handler.ts'
import { type ObjectStore, StorageError } from '../../lambda/object-store.ts'
import { readSource } from '../../lambda/read-source.ts'
import { createS3ObjectStore } from '../../lambda/s3-object-store.ts'
import { createSharpImageTransformer } from '../../lambda/sharp-image-transformer.ts'
import { photo } from './support/images.ts'
import { createHarness, snsEvent, sqsEvent, uploadEvent } from './support/run-handler.ts'
import { jpeg } from './support/uploaded-job.ts'

async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'none',
    (error: unknown) => (error instanceof StorageError ? error.code : String(error)),
  )
}

describe('the S3 store', () => {
  let aws: LocalAws
  let store: ObjectStore
  const object = (key: string, body = 'hello') => ({
    bucket: aws.bucket,
    key,
    body: Buffer.from(body),
    contentType: 'text/plain',
  })
  beforeAll(async () => {
    aws = await startLocalAws({ lambda: false })
    const { accessKeyId, secretAccessKey } = aws
    store = createS3ObjectStore({
      endpoint: aws.s3Endpoint,
      region: aws.region,
      credentials: { accessKeyId, secretAccessKey },
    })
  })
  afterAll(() => aws.close())

  it('returns what was stored', async () => {
    const etag = await store.put({
      ...object('a/b c+ü.txt'),
      userMetadata: { 'processed-by': 'us' },
      cacheControl: 'no-cache',
    })
    expect(etag).toBe('5d41402abc4b2a76b9719d911017c592')
    const opened = await store.open({ bucket: aws.bucket, key: 'a/b c+ü.txt', ifMatch: etag })
    expect(opened).toMatchObject({
      size: 5,
      etag,
      contentType: 'text/plain',
      userMetadata: { 'processed-by': 'us' },
    })
    expect((await opened.read()).toString()).toBe('hello')
    expect(await store.head({ bucket: aws.bucket, key: 'a/b c+ü.txt' })).toMatchObject({ size: 5, etag })
  })

  it('handles an empty object', async () => {
    await store.put(object('empty', ''))
    const opened = await store.open({ bucket: aws.bucket, key: 'empty' })
    expect([opened.size, (await opened.read()).length]).toEqual([0, 0])
  })

  it('writes on conditions', async () => {
    const first = await store.put({ ...object('lock'), condition: { kind: 'absent' } })
    expect(await codeOf(store.put({ ...object('lock'), condition: { kind: 'absent' } }))).toBe(
      'precondition-failed',
    )
    await store.put({ ...object('lock', 'two'), condition: { kind: 'matches', etag: first } })
    const late = store.put({ ...object('lock', 'three'), condition: { kind: 'matches', etag: first } })
    expect(await codeOf(late)).toBe('precondition-failed')
  })

  it('shows the first bytes and then still reads the whole body', async () => {
    const body = 'x'.repeat(300_000)
    await store.put(object('long', body))
    const opened = await store.open({ bucket: aws.bucket, key: 'long' })
    const head = await opened.peek()
    expect(head.length).toBeGreaterThanOrEqual(1024)
    expect(String(await opened.read())).toBe(body)
    await store.put(object('short', 'abc'))
    const short = await store.open({ bucket: aws.bucket, key: 'short' })
    expect([String(await short.peek()), String(await short.read())]).toEqual(['abc', 'abc'])
  })

  it('lists every page of a prefix and deletes', async () => {
    const { bucket } = aws
    const names = Array.from({ length: 1003 }, (_, index) => `many/${String(index).padStart(4, '0')} ü`)
    for (let at = 0; at < names.length; at += 50)
      await Promise.all(names.slice(at, at + 50).map((name) => store.put(object(name, ''))))
    const listed = async () => {
      const keys: string[] = []
      for await (const key of store.list(bucket, 'many/')) keys.push(key)
      return keys
    }
    expect(await listed()).toEqual(names)
    await store.delete(bucket, [...names.slice(3), 'many/absent'])
    expect(await listed()).toEqual(names.slice(0, 3))
  }, 90_000)

  it('maps errors to codes', async () => {
    const { bucket } = aws
    await store.put(object('there'))
    expect(await codeOf(store.open({ bucket, key: 'nowhere' }))).toBe('not-found')
    expect(await codeOf(store.head({ bucket, key: 'nowhere' }))).toBe('not-found')
    expect(await codeOf(store.open({ bucket, key: 'there', ifMatch: 'else' }))).toBe('precondition-failed')
    expect(await codeOf(store.open({ bucket: 'no-such-bucket', key: 'there' }))).toBe('unavailable')
    const stranger = createS3ObjectStore({
      endpoint: aws.s3Endpoint,
      region: aws.region,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wrong' },
    })
    expect(await codeOf(stranger.open({ bucket, key: 'there' }))).toBe('denied')
  })

  it('takes a photograph of 24 megapixels through the handler with one read', async () => {
    const lines: unknown[] = []
    const { config } = createHarness()
    const handler = createHandler({
      config,
      store,
      images: createSharpImageTransformer(),
      log: (line) => lines.push(line),
    })
    const etag = await store.put({
      ...object('incoming/p1'),
      body: photo('sony-alpha-6000.jpg'),
      contentType: 'image/jpeg',
    })
    const event = uploadEvent('p1', `"${etag}"`, { bucket: aws.bucket })
    const settled = await Promise.allSettled([handler(snsEvent(event)), handler(snsEvent(event))])
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [] })
    const opened = await store.open({ bucket: aws.bucket, key: 'derived/p1/manifest.json' })
    const manifest = JSON.parse(String(await opened.read()))
    expect(manifest).toMatchObject({ state: 'ready', source: { etag }, image: { width: 6000, height: 4000 } })
    const large = await store.head({ bucket: aws.bucket, key: 'derived/p1/large.webp' })
    expect(large).toMatchObject({ contentType: 'image/webp', size: manifest.variants[1].size })
  })
})

describe('a failing store', () => {
  const servers: Server[] = []
  async function storeThat(answers: RequestListener, sockets = new Set<Socket>()): Promise<ObjectStore> {
    const server = createServer(answers)
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return createS3ObjectStore({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      maxAttempts: 2,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
  }
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  })
  const pin = { bucket: 'uploads', key: 'a' }

  it.each([
    [500, 'InternalError', 'unavailable'],
    [503, 'SlowDown', 'unavailable'],
    [429, 'TooManyRequests', 'unavailable'],
    [400, 'ExpiredToken', 'unavailable'],
    [403, 'AccessDenied', 'denied'],
    [409, 'ConditionalRequestConflict', 'conflict'],
    [404, 'NoSuchVersion', 'not-found'],
    [405, 'MethodNotAllowed', 'not-found'],
  ])('that answers %i %s is: %s', async (status, code, expected) => {
    const store = await storeThat((_, response) => {
      response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'R1' })
      response.end(`<Error><Code>${code}</Code><Message>no</Message></Error>`)
    })
    const error = await store.open(pin).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'StorageError', code: expected, requestId: 'R1' })
    expect(error instanceof Error && error.cause).toBeInstanceOf(Error)
  })

  it('that refuses versions to a role without GetObjectVersion is read by ETag', async () => {
    const requests: string[] = []
    const store = await storeThat((request, response) => {
      requests.push(`${request.url} ${request.headers['if-match']}`)
      if (request.url?.includes('versionId')) {
        response.writeHead(403, { 'content-type': 'application/xml' })
        return response.end('<Error><Code>AccessDenied</Code></Error>')
      }
      response.writeHead(200, { 'content-length': jpeg.length, etag: '"e"', 'content-type': 'image/jpeg' })
      return response.end(jpeg)
    })
    const { signal } = new AbortController()
    const pinned = { ...pin, versionId: 'v7', ifMatch: 'e' }
    expect((await readSource(store, pinned, null, { maxBytes: 1e6 }, signal)).bytes.equals(jpeg)).toBe(true)
    expect(requests).toEqual(['/uploads/a?versionId=v7&x-id=GetObject "e"', '/uploads/a?x-id=GetObject "e"'])
    expect(
      await codeOf(readSource(store, { ...pin, versionId: 'v7' }, null, { maxBytes: 1e6 }, signal)),
    ).toBe('denied')
  })

  it('that cannot be reached is unavailable', async () => {
    const store = createS3ObjectStore({
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    expect(await codeOf(store.head(pin))).toBe('unavailable')
  })

  it.each([
    ['breaks off', 'x'.repeat(10)],
    ['never started', ''],
  ])('whose body %s is unavailable', async (_, sent) => {
    const store = await storeThat((request, response) => {
      response.writeHead(200, { 'content-length': 1000, etag: '"e"' })
      response.write(sent)
      setImmediate(() => request.socket.destroy())
    })
    const reading = store.open(pin).then((opened) => opened.read())
    expect(await codeOf(reading)).toBe('unavailable')
  })

  it('frees the connection when a body is refused', async () => {
    const sockets = new Set<Socket>()
    const store = await storeThat((_, response) => {
      response.writeHead(200, { 'content-length': 50_000_000, etag: '"e"' })
      response.write(Buffer.alloc(100_000))
    }, sockets)
    // More often than the client has sockets: a socket that stays occupied would block for ever.
    for (let round = 0; round < 60; round += 1) {
      const object = await store.open(pin)
      object.discard()
    }
    await expect.poll(() => sockets.size).toBe(0)
  })

  it('gets no requests after the work is aborted', async () => {
    const store = await storeThat((_, response) => {
      response.writeHead(200, { 'content-length': 1000, etag: '"e"' })
      response.write('x')
    })
    const controller = new AbortController()
    const opened = await store.open(pin, controller.signal)
    const reading = opened.read()
    controller.abort()
    expect(await codeOf(reading)).toBe('unavailable')
  })
})

it.each([
  ['https://oss-eu-central-1.aliyuncs.com', 'acme-in.oss-eu-central-1.aliyuncs.com'],
  ['https://cos.eu-frankfurt.myqcloud.com', 'acme-in.cos.eu-frankfurt.myqcloud.com'],
  ['https://s3.example.com', 's3.example.com'],
])('has the bucket where the store takes it: %s', async (endpoint, host) => {
  const asked: string[] = []
  const store = createS3ObjectStore({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ hostname }: { hostname: string }) => {
        asked.push(hostname)
        return { response: { statusCode: 404, headers: {} } }
      },
    },
  })
  await store.head({ bucket: 'acme-in', key: 'a' }).catch(() => {})
  expect(asked).toEqual([host])
})
