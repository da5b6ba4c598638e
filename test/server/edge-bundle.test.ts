/**
 * The API as an edge runtime would run it: bundled from the SDK's browser build, in a world without `DOMParser`. Not
 * workerd itself, but the same code on the same missing floor.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CompleteResponse, PresignResponse, StatusResponse } from '../../component/protocol.ts'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { photo, secret } from './upload-service.ts'

type Uploads = typeof import('../../server/index.ts').uploads

let folder: string
let aws: LocalAws
let uploads: Uploads
const trace: TraceEntry[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edge-bundle-'))
  aws = await startLocalAws({ lambda: false, onTrace: (entry) => trace.push(entry) })
  const entry = fileURLToPath(new URL('../../server/index.ts', import.meta.url))
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['workerd', 'worker', 'browser'], mainFields: ['browser', 'module', 'main'] },
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ['es'], fileName: 'edge' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  const code = output && 'output' in output ? output.output[0].code : ''
  const file = join(folder, 'edge.mjs')
  await writeFile(file, code)
  uploads = (await import(/* @vite-ignore */ pathToFileURL(file).href)).uploads
  expect(code).toContain('DOMParser')
}, 60_000)

afterAll(async () => {
  await aws.close()
  await rm(folder, { recursive: true })
})

function serviceOn(
  changes: { topicArn?: string; credentials?: { accessKeyId: string; secretAccessKey: string } } = {},
) {
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
  return async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    return (await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
}

async function uploaded() {
  const { uploads: granted } = (await serviceOn()('/presign', { files: [photo, photo] })) as PresignResponse
  const [stored, missing] = granted
  if (!stored?.ok || !missing?.ok || stored.plan.kind !== 'post')
    throw new Error('Two form posts are expected')
  const form = new FormData()
  for (const [field, value] of Object.entries(stored.plan.fields)) form.append(field, value)
  form.append('file', new Blob([new Uint8Array(photo.size)]), photo.name)
  expect((await fetch(stored.plan.url, { method: 'POST', body: form })).status).toBe(201)
  return { stored, missing }
}

const publishes = () =>
  trace.filter((entry) => entry.service === 'sns' && entry.operation === 'Publish' && entry.phase === 'end')

it('knows that SNS took an event whose answer its SDK cannot read, and publishes once', async () => {
  expect('DOMParser' in globalThis).toBe(false)
  const { stored, missing } = await uploaded()
  const before = publishes().length
  const items = [{ ticket: stored.ticket }, { ticket: missing.ticket }]
  const { uploads: results } = (await serviceOn()('/complete', { uploads: items })) as CompleteResponse
  expect(results).toMatchObject([
    { ok: true, id: stored.id },
    { ok: false, error: { code: 'upload-not-found' } },
  ])
  const [publish, ...more] = publishes().slice(before)
  expect(more).toEqual([])
  expect(results[0]).toMatchObject({ messageId: publish?.service === 'sns' ? publish.messageId : '' })
})

it('tells failures apart though it cannot read them either', async () => {
  const { stored } = await uploaded()
  const uploads = [{ ticket: stored.ticket }]
  const gone = (await serviceOn({ topicArn: `${aws.topicArn}-other` })('/complete', {
    uploads,
  })) as CompleteResponse
  expect(gone.uploads).toMatchObject([{ error: { code: 'publish-failed' } }])
  const stranger = serviceOn({ credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' } })
  const denied = (await stranger('/complete', { uploads })) as CompleteResponse
  expect(denied.uploads).toMatchObject([{ error: { code: 'storage-denied' } }])
  const tickets = [stored.ticket]
  const pending = (await serviceOn()('/status', { tickets })) as StatusResponse
  expect(pending.uploads).toEqual([{ state: 'pending', id: stored.id }])
  const unknown = (await stranger('/status', { tickets })) as StatusResponse
  expect(unknown.uploads).toMatchObject([{ state: 'unknown', error: { code: 'storage-denied' } }])
})
