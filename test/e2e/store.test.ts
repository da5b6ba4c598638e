/**
 * Browser to status, on any S3. `TEST_S3_ENDPOINT` names one that accepts the embedded credentials, as
 * `npm run test:s3 -- --ceph` does with Ceph's. Default: the embedded one.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutBucketCorsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Browser } from 'puppeteer-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLocalAws } from '../../demo/local/index.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { DemoPage } from './demo-page.ts'
import { DemoProcess } from './demo-process.ts'

const PARTS_ETAG = /^"[0-9a-f]{32}-\d+"$/

let folder: string
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-test-'))
  browser = await launchBrowser()
})

afterEach(async () => {
  for (const page of await browser.pages()) if (page.url() !== 'about:blank') await page.close()
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The demo on the store under test, with an SNS and a Lambda of this machine. */
async function startPipeline(lambda: Record<string, string> = {}) {
  const endpoint = process.env.TEST_S3_ENDPOINT
  const given: Record<string, string> = endpoint === undefined ? {} : { AWS_ENDPOINT_URL_S3: endpoint }
  const aws = await startLocalAws({ lambda: { env: { ...lambda, ...given } } })
  const { region, accessKeyId, secretAccessKey } = aws
  const s3 = new S3Client({
    endpoint: endpoint ?? aws.s3Endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  const Bucket = `pipeline-${Date.now()}`
  await s3.send(new CreateBucketCommand({ Bucket }))
  const rule = {
    AllowedOrigins: ['*'],
    AllowedMethods: ['GET', 'POST', 'PUT'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'x-amz-request-id', 'x-amz-id-2'],
  }
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }))
  const { UPLOAD_STORE = '' } = process.env
  const demo = await DemoProcess.start({ ...aws.environment, ...given, UPLOAD_BUCKET: Bucket, UPLOAD_STORE })
  const stop = async () => {
    await demo.stop()
    await aws.close()
  }
  return { s3, Bucket, url: demo.url, stop }
}

/** Noise does not compress: over 16 MiB of PNG, which go in parts. */
async function largePicture(): Promise<string> {
  const path = join(folder, 'large.png')
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  await sharp({ create: { width: 2600, height: 2600, channels: 3, background: 'grey', noise } })
    .png({ compressionLevel: 0 })
    .toFile(path)
  return path
}

async function smallPicture(): Promise<string> {
  const path = join(folder, 'small.png')
  await sharp({ create: { width: 600, height: 400, channels: 3, background: 'red' } }).toFile(path)
  return path
}

async function waitForStatus({ page }: DemoPage, status: string): Promise<void> {
  await page.waitForFunction(
    (expected) => document.querySelector('s3-uploader')?.files[0]?.status === expected,
    { timeout: 30_000 },
    status,
  )
}

/** Starts an upload that is slow enough to be interrupted, and waits until 2 MB are sent. */
async function startSlowly(demo: DemoPage, path: string): Promise<void> {
  await demo.page.emulateNetworkConditions({ upload: 6_000_000, download: 50_000_000, latency: 1 })
  await demo.pick(path)
  await demo.page.waitForFunction(
    () => (document.querySelector('s3-uploader')?.files[0]?.bytesSent ?? 0) > 2_000_000,
    { timeout: 30_000 },
  )
}

describe(`the pipeline on ${process.env.TEST_S3_ENDPOINT ?? 'the embedded S3'}`, () => {
  let pipeline: Awaited<ReturnType<typeof startPipeline>>
  beforeAll(async () => {
    pipeline = await startPipeline()
  })
  afterAll(() => pipeline?.stop())

  const openDemo = async () => ({ ...pipeline, page: await DemoPage.open(browser, pipeline.url) })

  it('uploads a small file in one request and shows its variants', async () => {
    const { page, s3, Bucket } = await openDemo()
    await page.pick(await smallPicture())
    const [upload] = await page.settled(1)
    expect(upload).toMatchObject({ status: 'ready', image: { width: 600, height: 400 } })
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: upload?.key ?? '' }))
    expect(head).toMatchObject({ ContentType: 'image/png', ETag: expect.not.stringMatching(PARTS_ETAG) })
    expect((await fetch(upload?.variants[0]?.url ?? '')).status).toBe(200)
    expect(page.problems).toEqual([])
  })

  it('uploads a large file in parts and shows its variants', async () => {
    const { page, s3, Bucket } = await openDemo()
    await page.pick(await largePicture())
    const [upload] = await page.settled(1)
    expect(upload).toMatchObject({ status: 'ready', image: { width: 2600, height: 2600 } })
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: upload?.key ?? '' }))
    expect(head.ETag).toMatch(PARTS_ETAG)
    expect(page.problems).toEqual([])
  })

  it('continues after a pause with the parts that S3 has', async () => {
    const { page, s3, Bucket } = await openDemo()
    await startSlowly(page, await largePicture())
    await page.page.evaluate(() => document.querySelector('s3-uploader')?.pause())
    await waitForStatus(page, 'paused')
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toHaveLength(1)
    await page.page.evaluate(() => document.querySelector('s3-uploader')?.resume())
    const [upload] = await page.settled(1)
    expect(upload).toMatchObject({ status: 'ready', image: { width: 2600, height: 2600 } })
  })

  it('leaves no multipart upload after a cancel', async () => {
    const { page, s3, Bucket } = await openDemo()
    await startSlowly(page, await largePicture())
    await page.page.evaluate(() => document.querySelector('s3-uploader')?.cancel())
    await waitForStatus(page, 'canceled')
    const left = async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []
    await expect.poll(left).toEqual([])
  })

  it('puts the thumbnail over the original in replace mode', async () => {
    const { s3, Bucket, url, stop } = await startPipeline({ OUTPUT: 'replace' })
    try {
      const page = await DemoPage.open(browser, url)
      await page.pick(await smallPicture())
      const [upload] = await page.settled(1)
      expect(upload).toMatchObject({ status: 'ready' })
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: upload?.key ?? '' }))
      const { width, height } = await sharp(await Body?.transformToByteArray()).metadata()
      expect({ width, height }).toEqual({ width: 100, height: 100 })
    } finally {
      await stop()
    }
  })
})
