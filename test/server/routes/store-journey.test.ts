/**
 * The API's whole journey on any store, with forms and with PUTs. Default: the embedded S3. `TEST_S3_ENDPOINT` names
 * another one, `TEST_S3_KEY` and `TEST_S3_SECRET` its keys, `UPLOAD_STORE` what it can do, `TEST_S3_PARTS=refused` that it lists
 * no parts.
 */
import { randomBytes } from 'node:crypto'
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  CompleteResponse,
  PartsResponse,
  PresignedUpload,
  PresignResponse,
} from '../../../component/protocol.ts'
import { type LocalAws, startLocalAws } from '../../../demo/local/index.ts'
import { uploadsProbe } from '../../../server/index.ts'
import { storeFromEnv } from '../../../server/store-from-env.ts'
import type { StoreOptions } from '../../../server/upload/store-capabilities.ts'
import { photo, required, uploadService } from '../support/upload-service.ts'

const mib = 1024 ** 2
const { TEST_S3_ENDPOINT, TEST_S3_KEY = '', TEST_S3_SECRET = '', TEST_S3_PARTS } = process.env
const given = storeFromEnv(process.env, [])
const keepsConditions: StoreOptions = { conditions: ['put', 'copy', 'complete'] }
const own: StoreOptions = TEST_S3_ENDPOINT === undefined ? keepsConditions : given

let aws: LocalAws
let s3: S3Client
let bucket: string

beforeAll(async () => {
  aws = await startLocalAws({ lambda: false })
  const credentials =
    TEST_S3_KEY === '' ? { ...aws } : { accessKeyId: TEST_S3_KEY, secretAccessKey: TEST_S3_SECRET }
  s3 = new S3Client({
    endpoint: TEST_S3_ENDPOINT ?? aws.s3Endpoint,
    region: aws.region,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  bucket = `journey-${Date.now()}`
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
})
afterAll(async () => {
  s3.destroy()
  await aws.close()
})

function scene(store: StoreOptions) {
  const { topicArn, region, snsEndpoint, accessKeyId, secretAccessKey } = aws
  const credentials = { accessKeyId, secretAccessKey }
  // A store with keys of its own has a client of its own, which the adapter without the SDK does not take.
  const endpoint = TEST_S3_ENDPOINT ?? aws.s3Endpoint
  const access = TEST_S3_KEY === '' ? { endpoint } : { s3Client: s3 }
  const options = { bucket, topicArn, region, snsEndpoint, credentials, ...access, store }
  const service = uploadService(options)
  const probe = uploadsProbe({ ...required, ...options, authorize: 'public' })
  const presign = async (file: object) => {
    const response = await service.post('/presign', { files: [file] })
    const [upload] = ((await response.json()) as PresignResponse).uploads
    if (upload === undefined) throw new Error('One result is expected')
    return upload
  }
  const grant = async (file: object): Promise<PresignedUpload> => {
    const upload = await presign(file)
    if (!upload.ok) throw new Error(JSON.stringify([upload.error, service.failures]))
    return upload
  }
  const complete = async ({ ticket }: { ticket: string }) => {
    const response = await service.post('/complete', { uploads: [{ ticket }] })
    const [result] = ((await response.json()) as CompleteResponse).uploads
    return result?.ok === false ? { ...result, log: JSON.stringify(service.failures) } : result
  }
  const bytesOf = async ({ key }: { key: string }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }
  const abort = async ({ ticket }: { ticket: string }) =>
    (await (await service.post('/abort', { ticket })).json()) as object
  return { ...service, probe, presign, grant, complete, bytesOf, abort }
}

/** Status of sending these bytes as planned, with other headers where given. */
async function send({ plan }: PresignedUpload, content: Buffer, headers: Record<string, string> = {}) {
  const body = new Uint8Array(content)
  if (plan.kind === 'put') {
    return (await fetch(plan.url, { method: 'PUT', headers: { ...plan.headers, ...headers }, body })).status
  }
  if (plan.kind !== 'post') throw new Error('One request is expected')
  const form = new FormData()
  for (const [name, value] of Object.entries(plan.fields)) form.append(name, value)
  form.append('file', new Blob([body]), 'cat.jpg')
  return (await fetch(plan.url, { method: 'POST', body: form })).status
}

const ways = given.forms === false ? [false] : [true, false]

describe.each(ways)(`on ${TEST_S3_ENDPOINT ?? 'the embedded S3'}, with forms: %s`, (forms) => {
  const store = () => ({ ...own, forms })

  it('passes the probe, or fails it for the parts alone', async () => {
    const expected = TEST_S3_PARTS === 'refused' ? [expect.stringContaining('does not list the parts')] : []
    expect(await scene(store()).probe()).toEqual(expected)
  })

  it.each([1, 1000, 300_000])('stores, completes twice and returns %i bytes', async (size) => {
    const { complete, bytesOf, grant } = scene(store())
    const content = randomBytes(size)
    const upload = await grant({ ...photo, size })
    expect(upload.plan.kind).toBe(forms ? 'post' : 'put')
    expect([200, 201, 204]).toContain(await send(upload, content))
    for (const _ of ['first', 'again']) {
      expect(await complete(upload)).toMatchObject({ ok: true, id: upload.id, size })
    }
    expect((await bytesOf(upload)).equals(content)).toBe(true)
  })

  it('takes no other size and no other type', async () => {
    const { complete, grant } = scene(store())
    const upload = await grant(photo)
    const status = await send(upload, randomBytes(1001))
    // s3rver takes any size.
    if (status < 400 && TEST_S3_PARTS === 'refused') {
      expect(await complete(upload)).toMatchObject({ ok: false, error: { code: 'object-mismatch' } })
      return
    }
    expect(status).toBeGreaterThanOrEqual(400)
    if (upload.plan.kind === 'put') {
      expect(await send(upload, randomBytes(1000), { 'content-type': 'text/html' })).toBeGreaterThanOrEqual(
        400,
      )
    }
    expect(await complete(upload)).toMatchObject({ ok: false, error: { code: 'upload-not-found' } })
  })

  it('aborts what was not completed', async () => {
    const { abort, grant } = scene(store())
    const upload = await grant(photo)
    await send(upload, randomBytes(1000))
    expect(await abort(upload)).toEqual({ id: upload.id, removed: 'object' })
    expect(await abort(upload)).toEqual({ id: upload.id, removed: 'nothing' })
  })
})

const large = { ...photo, size: 17 * mib }

it.runIf(TEST_S3_PARTS === 'refused')('refuses a large file before it is sent', async () => {
  const upload = await scene(own).presign(large)
  expect(upload).toMatchObject({ ok: false, error: { code: 'storage-denied' } })
})

it.skipIf(TEST_S3_PARTS === 'refused')('stores, lists, completes twice and aborts parts', async () => {
  const { grant, post, complete, bytesOf, abort } = scene(own)
  const [kept, dropped] = [await grant(large), await grant(large)]
  if (kept.plan.kind !== 'multipart') throw new Error('Parts are expected')
  const content = randomBytes(large.size)
  const { partSize, parts } = kept.plan
  for (const { partNumber, url } of parts) {
    const body = new Uint8Array(content.subarray((partNumber - 1) * partSize, partNumber * partSize))
    expect((await fetch(url, { method: 'PUT', body })).status).toBe(200)
  }
  const listed = (await (await post('/parts', { ticket: kept.ticket })).json()) as PartsResponse
  expect(listed.parts.map(({ partNumber }) => partNumber)).toEqual([1, 2, 3])
  for (const _ of ['first', 'again']) {
    expect(await complete(kept)).toMatchObject({ ok: true, id: kept.id, size: large.size })
  }
  expect((await bytesOf(kept)).equals(content)).toBe(true)
  expect(await abort(dropped)).toEqual({ id: dropped.id, removed: 'multipart' })
  expect(await abort(dropped)).toEqual({ id: dropped.id, removed: 'nothing' })
})
