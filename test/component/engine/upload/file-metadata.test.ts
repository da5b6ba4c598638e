import { serve } from '@hono/node-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FetchUploadApi } from '../../../../component/engine/api/fetch-upload-api.ts'
import type { Transport } from '../../../../component/engine/storage/transport.ts'
import { fileMetadata, mergeMetadata } from '../../../../component/engine/upload/file-metadata.ts'
import type { FilesAddEvent } from '../../../../component/engine/upload/upload-events.ts'
import { Uploader } from '../../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../../component/engine/uploader-settings.ts'
import { startLocalAws } from '../../../../demo/local/index.ts'
import { uploadService } from '../../../server/support/upload-service.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { FakeTransport } from '../fake-transport.ts'
import { FakeUploadApi } from '../fake-upload-api.ts'

it('of an earlier visit is overridden by new metadata, and dropped where both are too large', () => {
  expect(mergeMetadata({ a: 'old', b: 'old' }, { b: 'new' })).toEqual({ a: 'old', b: 'new' })
  const [large, other] = [{ a: 'x'.repeat(1500) }, { b: 'y'.repeat(1500) }]
  expect(mergeMetadata(large, other)).toEqual(other)
  expect(() => fileMetadata({ ...large, ...other })).toThrow(RangeError)
})

describe('metadata of a file', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['an empty text', { caption: '' }],
    ['2,048 bytes', { caption: 'x'.repeat(2041) }],
    ['under names that objects have', { 'alt.text-1_b': 'ä', constructor: 'a' }],
    ['under a name of 64 letters', { ['a'.repeat(64)]: '' }],
  ])('may be %s', (_, given) => {
    const taken = fileMetadata(given)
    expect(taken).toEqual(given)
    expect(Object.isFrozen(taken)).toBe(true)
  })

  it.each<[string, unknown, new () => Error]>([
    ['2,049 bytes', { caption: 'x'.repeat(2042) }, RangeError],
    ['2,049 bytes in letters of two', { caption: 'ä'.repeat(1021) }, RangeError],
    ['under 65 names', Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`n${i}`, ''])), RangeError],
    ['under a name with a space', { 'alt text': '' }, TypeError],
    ['under no name', { '': '' }, TypeError],
    ['under a name that begins with a digit', { '1st': '' }, TypeError],
    ['under a name of 65 letters', { ['a'.repeat(65)]: '' }, TypeError],
    ['a prototype', JSON.parse('{"__proto__": "x"}'), TypeError],
    ['a number', { count: 3 }, TypeError],
    ['an object', { nested: { a: 'b' } }, TypeError],
    ['undefined', { missing: undefined }, TypeError],
    ['null itself', null, TypeError],
    ['text itself', 'caption', TypeError],
  ])('may not be %s', (_, given, error) => {
    expect(() => fileMetadata(given as Record<string, string>)).toThrow(error)
  })

  it('is a copy', () => {
    const given = { caption: 'before' }
    const taken = fileMetadata(given)
    given.caption = 'after'
    expect(taken).toEqual({ caption: 'before' })
  })
})

function setup(settings: Partial<UploaderSettings> = {}) {
  const api = new FakeUploadApi()
  const transport = new FakeTransport()
  const uploader = new Uploader({ api, transport, connectivity: new FakeConnectivity(), random: () => 0 })
  uploader.configure({ finish: 'announced', retries: 0, ...settings })
  const status = () => uploader.uploads[0]?.status
  const reaches = (expected: string) => vi.waitFor(() => expect(status()).toBe(expected), 20_000)
  return { api, transport, uploader, reaches }
}
const image = (name = 'cat.png') => new File(['abc'], name, { type: 'image/png' })

describe('metadata that the page sets', () => {
  it('is in the snapshot at once, replaces earlier metadata and is sent with the completion', async () => {
    const { api, transport, uploader } = setup()
    await uploader.addFiles([image('a.png'), image('b.png')])
    const [first, second] = uploader.uploads
    expect(first?.metadata).toEqual({})
    expect(uploader.setMetadata('1', { caption: 'A', alt: 'a' })).toBe(true)
    const statuses = () => uploader.uploads.map(({ status }) => status)
    await vi.waitFor(() => expect(statuses()).toEqual(['uploading', 'uploading']), 20_000)
    expect(uploader.setMetadata('1', { caption: 'B' })).toBe(true)
    expect(uploader.uploads[0]?.metadata).toEqual({ caption: 'B' })
    expect(first?.metadata).toEqual({})
    expect(uploader.uploads[1]?.metadata).toEqual(second?.metadata)
    transport.at(0).answer(201)
    transport.at(1).answer(201)
    await uploader.waitForIdle()
    expect(api.completed.flat()).toEqual([
      { ticket: 'ticket-1', metadata: { caption: 'B' } },
      { ticket: 'ticket-2' },
    ])
    expect(uploader.uploads[0]?.metadata).toEqual({ caption: 'B' })
  })

  it('can be set while the upload waits, is paused or done, and not while its completion is asked for', async () => {
    const { api, transport, uploader, reaches } = setup({ start: 'manual' })
    const said: [string | undefined, boolean][] = []
    const say = (text: string) =>
      said.push([uploader.uploads[0]?.status, uploader.setMetadata('1', { text })])
    api.complete = new Proxy(api.complete, {
      apply: (complete, self, args) => {
        say('too late')
        return Reflect.apply(complete, self, args)
      },
    })
    await uploader.addFiles([image()])
    say('queued')
    uploader.upload()
    await reaches('uploading')
    say('uploading')
    uploader.pause()
    say('paused')
    uploader.resume()
    await vi.waitFor(() => expect(transport.sendings).toHaveLength(2), 20_000)
    api.completeAnswers.push({ code: 'rejected', detail: 'not this text', retryable: false })
    transport.at(1).answer(201)
    await reaches('failed')
    say('corrected')
    uploader.retry()
    await reaches('ready')
    say('afterwards')
    expect(said).toEqual([
      ['queued', true],
      ['uploading', true],
      ['paused', true],
      ['completing', false],
      ['failed', true],
      ['completing', false],
      ['ready', true],
    ])
    expect(api.completed.flat().map(({ metadata }) => metadata)).toEqual([
      { text: 'paused' },
      { text: 'corrected' },
    ])
    expect(transport.sendings).toHaveLength(2)
  })

  it('can be set after the completion, for the page and for a second processing', async () => {
    const { api, transport, uploader } = setup({ finish: 'processed' })
    transport.autoStore = true
    const failed = { state: 'failed', id: '1', code: 'internal', detail: '', retryable: true } as const
    api.statusAnswers.push(failed)
    await uploader.addFiles([image()])
    uploader.setMetadata('1', { caption: 'announced' })
    await vi.waitFor(() => expect(uploader.uploads[0]?.processing.state).toBe('failed'), 20_000)
    expect(uploader.setMetadata('1', { caption: 'other' })).toBe(true)
    expect(uploader.uploads[0]?.metadata).toEqual({ caption: 'other' })
    uploader.retry()
    await vi.waitFor(() => expect(uploader.uploads[0]?.processing.state).toBe('ready'), 20_000)
    expect(uploader.uploads[0]?.metadata).toEqual({ caption: 'other' })
    expect(api.completed.flat().map(({ metadata }) => metadata)).toEqual([
      { caption: 'announced' },
      { caption: 'other' },
    ])
  })

  it('can be set again where the file must be sent again', async () => {
    const { api, transport, uploader, reaches } = setup()
    transport.autoStore = true
    api.completeAnswers.push({ code: 'object-mismatch', detail: '', retryable: false })
    await uploader.addFiles([image()])
    await reaches('failed')
    expect(uploader.setMetadata('1', { caption: 'new' })).toBe(true)
    uploader.retry()
    await reaches('ready')
    expect(api.completed.flat().at(-1)).toEqual({ ticket: 'ticket-2', metadata: { caption: 'new' } })
  })

  it('of an unknown or canceled upload is not taken', async () => {
    const { uploader } = setup({ start: 'manual' })
    expect(uploader.setMetadata('1', { caption: 'x' })).toBe(false)
    await uploader.addFiles([image()])
    uploader.cancel('1')
    expect(uploader.setMetadata('1', { caption: 'x' })).toBe(false)
  })

  it('that could never be sent throws, and changes nothing', async () => {
    const { uploader } = setup({ start: 'manual' })
    await uploader.addFiles([image()])
    uploader.setMetadata('1', { caption: 'kept' })
    expect(() => uploader.setMetadata('1', { 'alt text': 'x' })).toThrow(TypeError)
    expect(() => uploader.setMetadata('1', { caption: 'x'.repeat(3000) })).toThrow(RangeError)
    expect(uploader.uploads[0]?.metadata).toEqual({ caption: 'kept' })
  })

  it('can be set before the file is in the list, also while the page holds it back', async () => {
    const { uploader } = setup({ start: 'manual', rules: { accept: 'image/png' } })
    const [a, b] = [image('a.png'), image('b.png')]
    const refused = new File(['x'], 'c.txt', { type: 'text/plain' })
    uploader.addEventListener('files-add', (event) => {
      const adding = event as FilesAddEvent
      adding.setMetadata(a, { caption: 'A' })
      adding.setMetadata(refused, { caption: 'C' })
      expect(() => adding.setMetadata(b, { 'no name': '' })).toThrow(TypeError)
      adding.waitUntil(Promise.resolve().then(() => adding.setMetadata(b, { caption: 'B' })))
    })
    const { accepted } = await uploader.addFiles([a, refused, b])
    expect(accepted.map(({ metadata }) => metadata)).toEqual([{ caption: 'A' }, { caption: 'B' }])
  })

  it('is joined by that of the batch once the variants are known', async () => {
    const { api, transport, uploader, reaches } = setup({ finish: 'processed' })
    transport.autoStore = true
    const ready = (await api.status(['ticket-1'])).uploads[0]
    if (ready?.state !== 'ready') throw new Error('Expected an answer')
    api.statusAnswers.push({ ...ready, metadata: { album: '42' } })
    await uploader.addFiles([image()])
    uploader.setMetadata('1', { caption: 'A' })
    await reaches('ready')
    expect(uploader.uploads[0]?.metadata).toEqual({ album: '42', caption: 'A' })
  })
})

describe('with the API, S3 and SNS', () => {
  const cleanups: (() => unknown)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })

  /** Sends as a browser does, without progress. */
  const fetchTransport: Transport = {
    send: async ({ method, url, headers, body }, { signal }) => {
      const response = await fetch(url, { method, headers, body, signal })
      return { status: response.status, requestId: null, text: await response.text() }
    },
  }

  /** The local stack with a subscriber that fails, so that its messages are kept and can be read. */
  async function service() {
    const aws = await startLocalAws({
      lambda: { module: `data:text/javascript,${encodeURIComponent('export const handler = () => fail')}` },
      delivery: { attempts: 1, baseDelayMs: 0 },
    })
    cleanups.push(() => aws.close())
    const { app } = uploadService({
      bucket: aws.bucket,
      topicArn: aws.topicArn,
      region: aws.region,
      endpoint: aws.s3Endpoint,
      snsEndpoint: aws.snsEndpoint,
      credentials: aws,
      authorize: () => ({ subject: 'ann' }),
    })
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    cleanups.push(() => server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('No address')
    const api = new FetchUploadApi({ endpoint: `http://127.0.0.1:${address.port}/uploads` })
    const uploader = new Uploader({ api, transport: fetchTransport })
    uploader.configure({ finish: 'announced', retries: 0, metadata: { album: '42' } })
    const messages = async () => {
      await aws.idle()
      return aws.deadLetters().map(({ message }) => JSON.parse(message) as { metadata: object })
    }
    return { uploader, messages }
  }

  it('the message of a file carries its metadata, and a refused one can be corrected', async () => {
    const { uploader, messages } = await service()
    await uploader.addFiles([image('a.png'), image('b.png'), image('c.png')])
    uploader.setMetadata('1', { caption: 'Büro 😀\n"1"', alt: '' })
    uploader.setMetadata('2', { album: '43' })
    const done = await uploader.waitForIdle()
    expect(done.map(({ status, error }) => [status, error?.code])).toEqual([
      ['ready', undefined],
      ['failed', 'rejected'],
      ['ready', undefined],
    ])
    expect(done[1]?.error?.message).toContain('"album"')
    uploader.setMetadata('2', { caption: 'corrected' })
    uploader.retry()
    await uploader.waitForIdle()
    const sent = (await messages()).map(({ metadata }) => metadata)
    expect(sent).toHaveLength(3)
    expect(sent).toEqual(
      expect.arrayContaining([
        { album: '42', caption: 'Büro 😀\n"1"', alt: '' },
        { album: '42' },
        { album: '42', caption: 'corrected' },
      ]),
    )
  })
})
