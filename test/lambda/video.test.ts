import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAwsMediaConverter } from '../../lambda/aws-media-converter.ts'
import type { LogEntry } from '../../lambda/log.ts'
import { readVideoConfig } from '../../lambda/video-config.ts'
import { createVideoHandler } from '../../lambda/video-handler.ts'
import { parseManifest } from '../../server/upload/parse-manifest.ts'
import { MemoryObjectStore } from './support/memory-object-store.ts'
import { createHarness, snsEvent, sqsEvent, uploadEvent } from './support/run-handler.ts'

const ROLE = 'arn:aws:iam::111122223333:role/media'
const video = Buffer.from('\0\0\0\x18ftypisom and many frames', 'latin1')

/** MediaConvert at its wire: takes jobs, refuses them on demand. */
let server: Server
let endpoint: string
const requests: { url: string | undefined; body: Record<string, unknown> }[] = []
let refusals = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      requests.push({ url: request.url, body: JSON.parse(body) })
      response.setHeader('content-type', 'application/json')
      if (refusals > 0) {
        refusals -= 1
        response.writeHead(400, { 'x-amzn-errortype': 'BadRequestException' })
        return response.end('{"message":"no"}')
      }
      response.writeHead(201)
      return response.end('{"job":{"id":"job-1","status":"SUBMITTED"}}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(() => server.close())

async function uploadedVideo(env: Record<string, string> = {}) {
  const config = readVideoConfig({ MEDIACONVERT_ROLE_ARN: ROLE, ...env })
  const store = new MemoryObjectStore()
  const lines: LogEntry[] = []
  let now = Date.parse('2026-05-05T10:00:00Z')
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const converter = createAwsMediaConverter(config, {
    endpoint,
    region: 'eu-central-1',
    credentials,
    maxAttempts: 1,
  })
  const handler = createVideoHandler({
    config,
    store,
    converter,
    log: (line) => lines.push(line),
    now: () => now,
  })
  const etag = await store.upload('incoming/v1', video, 'video/quicktime')
  const event = uploadEvent('v1', etag, { contentType: 'video/quicktime', key: 'incoming/v1' })
  requests.length = 0
  const later = (ms: number) => {
    now += ms
  }
  return { handler, store, etag, event, lines, later }
}

function stateChange(status: string, userMetadata: unknown, more: object = {}) {
  return {
    version: '0',
    'detail-type': 'MediaConvert Job State Change',
    source: 'aws.mediaconvert',
    detail: { jobId: 'job-1', status, userMetadata, ...more },
  }
}

/** As MediaConvert reports the end of the jobs above. */
const outputs = {
  outputGroupDetails: [
    {
      type: 'FILE_GROUP',
      outputDetails: [
        {
          outputFilePaths: ['s3://uploads/derived/v1/media-video.mp4'],
          durationInMs: 30_041,
          videoDetails: { widthInPx: 1280, heightInPx: 720 },
        },
        {
          outputFilePaths: ['s3://uploads/derived/v1/media-poster.0000000.jpg'],
          durationInMs: 0,
          videoDetails: { widthInPx: 1280, heightInPx: 720 },
        },
      ],
    },
  ],
}

async function convert(store: MemoryObjectStore) {
  await store.upload('derived/v1/media-video.mp4', Buffer.alloc(5000), 'video/mp4')
  await store.upload('derived/v1/media-poster.0000000.jpg', Buffer.alloc(300), 'image/jpeg')
}

describe('an uploaded video', () => {
  it('becomes a job, and then a poster and an MP4 in the manifest that pages read', async () => {
    const { handler, store, etag, event, later } = await uploadedVideo()
    await handler(snsEvent(event))
    expect(requests).toHaveLength(1)
    const [{ url, body } = { url: '', body: {} }] = requests
    expect(url).toBe('/2017-08-29/jobs')
    expect(body).toMatchObject({
      role: ROLE,
      clientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      userMetadata: { uploadId: 'v1', bucket: 'uploads', etag, contentType: 'video/quicktime' },
      settings: {
        inputs: [{ fileInput: 's3://uploads/incoming/v1' }],
        outputGroups: [
          {
            outputGroupSettings: { fileGroupSettings: { destination: 's3://uploads/derived/v1/media' } },
            outputs: [{ nameModifier: '-video' }, { nameModifier: '-poster' }],
          },
        ],
      },
    })
    expect(store.json('derived/v1/manifest.json')).toMatchObject({ state: 'processing', source: { etag } })
    await convert(store)
    later(60_000)
    await handler(stateChange('PROGRESSING', body.userMetadata))
    await handler(sqsEvent(stateChange('COMPLETE', body.userMetadata, outputs)))
    const text = String(store.get('derived/v1/manifest.json').body)
    const manifest = parseManifest(text, { id: 'v1', key: 'incoming/v1', prefix: 'derived/' })
    expect(manifest).toMatchObject({
      state: 'ready',
      image: {
        format: 'quicktime',
        contentType: 'video/quicktime',
        width: 1280,
        height: 720,
        durationMs: 30_041,
      },
      variants: [
        { name: 'video', contentType: 'video/mp4', size: 5000 },
        { name: 'poster', contentType: 'image/jpeg', size: 300, width: 1280 },
      ],
      metadata: { album: 'rome' },
      timings: { transformMs: 60_000 },
    })
  })

  it('is converted once for any number of deliveries', async () => {
    const { handler, store, event } = await uploadedVideo()
    await handler(snsEvent(event))
    await handler(sqsEvent(event))
    const tokens = requests.map(({ body }) => body.clientRequestToken)
    expect(new Set(tokens).size).toBe(1)
    await convert(store)
    const complete = stateChange('COMPLETE', requests[0]?.body.userMetadata, outputs)
    await handler(complete)
    const manifest = String(store.get('derived/v1/manifest.json').body)
    await handler(complete)
    await handler(snsEvent(event))
    expect(String(store.get('derived/v1/manifest.json').body)).toBe(manifest)
    expect(requests).toHaveLength(2)
  })

  it('is started by the next delivery when MediaConvert refused', async () => {
    const { handler, event, lines } = await uploadedVideo()
    refusals = 1
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [] })
    expect(lines.map(({ event: name }) => name)).toEqual(['video-error', 'video'])
  })

  it('that cannot be converted has failed', async () => {
    const { handler, store, event } = await uploadedVideo()
    await handler(snsEvent(event))
    await handler(
      stateChange('ERROR', requests[0]?.body.userMetadata, { errorCode: 1040, errorMessage: 'secret' }),
    )
    const manifest = store.json('derived/v1/manifest.json')
    expect(manifest).toMatchObject({ state: 'failed', code: 'unsupported-format', retryable: false })
    expect(manifest.detail).toBe('The video could not be converted (MediaConvert error 1040).')
  })

  it('that was replaced in the meantime keeps the newer state', async () => {
    const { handler, store, event } = await uploadedVideo()
    await handler(snsEvent(event))
    const tags = requests[0]?.body.userMetadata
    const etag = await store.upload('incoming/v1', Buffer.from('another video'), 'video/mp4')
    await handler(snsEvent({ ...event, etag }))
    await convert(store)
    await handler(stateChange('COMPLETE', tags, outputs))
    expect(store.json('derived/v1/manifest.json')).toMatchObject({ state: 'processing', source: { etag } })
  })

  it('takes no file of another bucket into its manifest', async () => {
    const { handler, store, event } = await uploadedVideo()
    await handler(snsEvent(event))
    const elsewhere = JSON.parse(JSON.stringify(outputs).replaceAll('s3://uploads/', 's3://elsewhere/'))
    await handler(stateChange('COMPLETE', requests[0]?.body.userMetadata, elsewhere))
    expect(store.json('derived/v1/manifest.json')).toMatchObject({ state: 'failed' })
  })
})

describe('the two functions on one topic', () => {
  it('leave each other’s files and events alone', async () => {
    const { handler, store, lines } = await uploadedVideo()
    const etag = await store.upload('incoming/p1', Buffer.from('\xff\xd8\xff', 'latin1'), 'image/jpeg')
    await handler(snsEvent(uploadEvent('p1', etag)))
    expect([requests.length, lines.at(-1)?.outcome]).toEqual([0, 'not-a-video'])
    const images = createHarness({}, { store })
    await images.handler(stateChange('COMPLETE', { uploadId: 'v1' }, outputs))
    expect(images.lines).toMatchObject([{ event: 'message-ignored', reason: 'about a video' }])
  })

  it('reject what cannot be read', async () => {
    const { handler } = await uploadedVideo()
    await expect(handler({ source: 'aws.mediaconvert', detail: 7 })).rejects.toThrow('cannot be read')
  })
})

describe('the configuration for videos', () => {
  it('lists every fault', () => {
    expect(() => readVideoConfig({ VIDEO_HEIGHT: '700' })).toThrow(/MEDIACONVERT_ROLE_ARN[\s\S]*VIDEO_HEIGHT/)
    expect(readVideoConfig({ MEDIACONVERT_ROLE_ARN: ROLE })).toMatchObject({
      height: 720,
      derivedPrefix: 'derived/',
    })
  })
})
