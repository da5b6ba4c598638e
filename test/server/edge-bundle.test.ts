/**
 * The API as an edge runtime runs it: bundled from the SDK's browser build, without `DOMParser`. `workerd.test.ts` runs
 * the same on workerd itself.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CompleteResponse, StatusResponse } from '../../component/protocol.ts'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { bundleForEdge } from './support/bundle-for-edge.ts'
import { bringLargeFile, type Call, completeSmall, uploadedSmall } from './support/edge-journey.ts'
import { secret } from './support/upload-service.ts'

type Uploads = typeof import('../../server/index.ts').uploads

let folder: string
let aws: LocalAws
let uploads: Uploads
const trace: TraceEntry[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edge-bundle-'))
  aws = await startLocalAws({ lambda: false, onTrace: (entry) => trace.push(entry) })
  const code = await bundleForEdge('server/index.ts')
  const file = join(folder, 'edge.mjs')
  await writeFile(file, code)
  uploads = (await import(/* @vite-ignore */ pathToFileURL(file).href)).uploads
  expect(code).toContain('DOMParser')
  expect('DOMParser' in globalThis).toBe(false)
}, 60_000)

afterAll(async () => {
  await aws.close()
  await rm(folder, { recursive: true })
})

function serviceOn(
  changes: { topicArn?: string; credentials?: { accessKeyId: string; secretAccessKey: string } } = {},
): Call {
  const { bucket, topicArn, region, s3Endpoint, snsEndpoint, accessKeyId, secretAccessKey } = aws
  const app = uploads({
    bucket,
    topicArn,
    region,
    secret,
    endpoint: s3Endpoint,
    snsEndpoint,
    credentials: { accessKeyId, secretAccessKey },
    authorize: 'public',
    log: () => {},
    ...changes,
  })
  return async (path, body) => {
    const headers = { 'content-type': 'application/json' }
    return (await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
}

const publishes = () =>
  trace.flatMap((entry) =>
    entry.service === 'sns' && entry.operation === 'Publish' && entry.phase === 'end'
      ? [entry.messageId]
      : [],
  )

it('publishes once though the SDK cannot read SNS’s response', async () => {
  const before = publishes().length
  const messageId = await completeSmall(serviceOn())
  expect(publishes().slice(before)).toEqual([messageId])
})

it('assembles a large file, lists and aborts though every response is XML', async () => {
  await bringLargeFile(serviceOn())
})

it('distinguishes failures though the SDK cannot read them', async () => {
  const noTopic = serviceOn({ topicArn: `${aws.topicArn}-other` })
  const unannounced = await uploadedSmall(noTopic)
  const gone = (await noTopic('/complete', {
    uploads: [{ ticket: unannounced.stored.ticket }],
  })) as CompleteResponse
  expect(gone.uploads).toMatchObject([{ error: { code: 'publish-denied' } }])
  const { stored } = await uploadedSmall(serviceOn())
  const uploads = [{ ticket: stored.ticket }]
  const unknownKey = serviceOn({ credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' } })
  const denied = (await unknownKey('/complete', { uploads })) as CompleteResponse
  expect(denied.uploads).toMatchObject([{ error: { code: 'storage-denied' } }])
  const tickets = [stored.ticket]
  const pending = (await serviceOn()('/status', { tickets })) as StatusResponse
  expect(pending.uploads).toEqual([{ state: 'pending', id: stored.id }])
  const unknown = (await unknownKey('/status', { tickets })) as StatusResponse
  expect(unknown.uploads).toMatchObject([{ state: 'unknown', error: { code: 'storage-denied' } }])
})
