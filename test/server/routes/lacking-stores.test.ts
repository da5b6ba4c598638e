/** Stores that lack operations or conditions, played by the embedded S3. */
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, expect, it } from 'vitest'
import type { CompleteResponse, PresignedUpload, PresignResponse } from '../../../component/protocol.ts'
import { type LackingFeature, type LocalAws, startLocalAws } from '../../../demo/local/index.ts'
import { type UploadsOptions, uploadsProbe } from '../../../server/index.ts'
import { photo, required, uploadService } from '../support/upload-service.ts'

const mib = 1024 ** 2
const large = { ...photo, size: 17 * mib }

const running: LocalAws[] = []
afterEach(async () => {
  for (const aws of running.splice(0)) await aws.close()
})

async function onStoreWithout(lacks: readonly LackingFeature[], store: UploadsOptions['store'] = {}) {
  const aws = await startLocalAws({ lambda: false, lacks })
  running.push(aws)
  const { bucket, topicArn, region, s3Endpoint, snsEndpoint, accessKeyId, secretAccessKey } = aws
  const credentials = { accessKeyId, secretAccessKey }
  const options = { bucket, topicArn, region, endpoint: s3Endpoint, snsEndpoint, credentials, store }
  const service = uploadService(options)
  const s3 = new S3Client({ endpoint: s3Endpoint, region, credentials, forcePathStyle: true })
  const presign = async (file: object) => {
    const response = await service.post('/presign', { files: [file] })
    const [upload] = ((await response.json()) as PresignResponse).uploads
    if (upload === undefined) throw new Error('One result is expected')
    return upload
  }
  const grant = async (file: object): Promise<PresignedUpload> => {
    const upload = await presign(file)
    if (!upload.ok) throw new Error(upload.error.detail)
    return upload
  }
  const complete = async ({ ticket }: { ticket: string }) => {
    const response = await service.post('/complete', { uploads: [{ ticket }] })
    return ((await response.json()) as CompleteResponse).uploads[0]
  }
  const has = (Key: string) =>
    s3.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
      () => true,
      () => false,
    )
  const probe = uploadsProbe({ ...required, ...options, authorize: 'public' })
  return { ...service, s3, bucket, presign, grant, complete, has, probe }
}

async function put({ plan }: PresignedUpload, body: Uint8Array<ArrayBuffer>): Promise<number> {
  if (plan.kind !== 'put') throw new Error('A PUT is expected')
  return (await fetch(plan.url, { method: 'PUT', headers: plan.headers, body })).status
}

it('stores, completes once and removes small files without forms, conditions and bulk deletes', async () => {
  const lacks = ['forms', 'conditional-writes', 'bulk-delete'] as const
  const { grant, complete, has, post, s3, bucket } = await onStoreWithout(lacks, {
    forms: false,
    bulkDelete: false,
  })
  const upload = await grant(photo)
  expect(await put(upload, new Uint8Array(1000).fill(1))).toBe(200)
  expect(await complete(upload)).toMatchObject({ ok: true, id: upload.id, size: 1000 })
  expect(await has(`pending/${upload.id}`)).toBe(false)
  // Its grant still works, and reaches nothing that was accepted.
  expect(await put(upload, new Uint8Array(1000).fill(2))).toBe(200)
  expect(await complete(upload)).toMatchObject({ ok: true, id: upload.id })
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: upload.key }))
  expect(new Set(await Body?.transformToByteArray())).toEqual(new Set([1]))

  const given = await grant(photo)
  expect(await put(given, new Uint8Array(1000))).toBe(200)
  const aborted = await post('/abort', { ticket: given.ticket })
  expect(await aborted.json()).toEqual({ id: given.id, removed: 'object' })
  expect(await has(`pending/${given.id}`)).toBe(false)
})

it('assembles large files without conditions', async () => {
  const { grant, complete } = await onStoreWithout(['conditional-writes'])
  const upload = await grant(large)
  if (upload.plan.kind !== 'multipart') throw new Error('Parts are expected')
  for (const { partNumber, url } of upload.plan.parts) {
    await fetch(url, { method: 'PUT', body: new Uint8Array(partNumber === 3 ? mib : 8 * mib) })
  }
  for (const _ of ['first', 'again'])
    expect(await complete(upload)).toMatchObject({ ok: true, size: large.size })
})

it('refuses large files before they are sent where parts are not listed, and says so at start', async () => {
  const { presign, probe, failures, s3, bucket } = await onStoreWithout(['lists-of-parts'])
  expect(await probe()).toEqual([expect.stringContaining('does not list the parts')])
  expect(await presign(large)).toMatchObject({
    ok: false,
    error: { code: 'storage-denied', retryable: false },
  })
  expect(JSON.stringify(failures)).toContain('multipartThreshold: null')
  expect(await presign(photo)).toMatchObject({ ok: true })
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []).toEqual([])
})

it('says at start that a store has no forms', async () => {
  const { probe } = await onStoreWithout(['forms'])
  expect(await probe()).toEqual([expect.stringContaining('store: { forms: false }')])
  const { probe: told } = await onStoreWithout(['forms'], { forms: false })
  expect(await told()).toEqual([])
  const { probe: whole } = await onStoreWithout([])
  expect(await whole()).toEqual([])
})
