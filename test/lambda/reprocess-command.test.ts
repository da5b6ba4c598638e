import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalAws, startLocalAws } from '../../demo/local/index.ts'
import { reprocessAll } from '../../lambda/reprocess-all.ts'
import { createS3ObjectStore } from '../../lambda/s3-object-store.ts'
import { createSharpImageTransformer } from '../../lambda/sharp-image-transformer.ts'
import { createHarness } from './support/run-handler.ts'
import { jpeg } from './support/uploaded-job.ts'

describe('the reprocess command', () => {
  let aws: LocalAws
  let folder: string
  beforeAll(async () => {
    aws = await startLocalAws({ lambda: false })
    folder = await mkdtemp(join(tmpdir(), 'reprocess-'))
    const { accessKeyId, secretAccessKey, bucket } = aws
    const store = createS3ObjectStore({
      endpoint: aws.s3Endpoint,
      region: aws.region,
      credentials: { accessKeyId, secretAccessKey },
    })
    for (const key of ['in/a.jpg', 'in/b.jpg', 'in/c.txt']) {
      const body = key.endsWith('txt') ? Buffer.from('hello') : jpeg
      await store.put({ bucket, key, body, contentType: 'application/octet-stream' })
    }
  })
  afterAll(async () => {
    await aws.close()
    await rm(folder, { recursive: true })
  })

  async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const script = fileURLToPath(new URL('../../lambda/reprocess-command.ts', import.meta.url))
    const env = {
      PATH: process.env.PATH,
      AWS_REGION: aws.region,
      AWS_ACCESS_KEY_ID: aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
      AWS_ENDPOINT_URL_S3: aws.s3Endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      VARIANTS: 'thumb=20,png',
    }
    return await new Promise((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', script, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      )
    })
  }

  it('takes a prefix, a key or a list, and skips what is done', async () => {
    const all = await run('--bucket', aws.bucket, '--prefix', 'in/')
    expect(all).toMatchObject({ code: 0, stdout: '3 of 3: 2 ready, 0 skipped, 1 failed, 0 errors\n' })
    const again = await run('--bucket', aws.bucket, '--key', 'in/a.jpg', '--key', 'in/c.txt')
    expect(again).toMatchObject({ code: 0, stdout: '2 of 2: 0 ready, 2 skipped, 0 failed, 0 errors\n' })
    const list = join(folder, 'keys.txt')
    await writeFile(list, 'in/a.jpg\nin/b.jpg\n')
    const forced = await run('--bucket', aws.bucket, '--list', list, '--force', '--concurrency', '4')
    expect(forced).toMatchObject({ code: 0, stdout: '2 of 2: 2 ready, 0 skipped, 0 failed, 0 errors\n' })
  }, 60_000)

  it('explains itself when arguments are missing or unknown', async () => {
    for (const args of [
      ['--bucket', 'b'],
      ['--bucket', 'b', '--key', 'k', '--prefix', 'p'],
      ['--buckets', 'b'],
    ]) {
      expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage:') })
    }
  }, 60_000)
})

describe('reprocessing', () => {
  it('processes a limited number of originals at a time, and continues after errors', async () => {
    const { store, config } = createHarness({ VARIANTS: 'thumb=20,png' })
    const keys = Array.from({ length: 9 }, (_, index) => `in/${index}.jpg`)
    for (const key of keys) await store.upload(key, jpeg, 'image/jpeg')
    const open = new Set<string>()
    let most = 0
    store.before = async (call, key) => {
      if (call === 'open' && key === 'in/4.jpg') throw new Error('defect')
      if (call === 'open' && keys.includes(key)) most = Math.max(most, open.add(key).size)
      if (call === 'put' && key.endsWith('.png'))
        open.delete(key.replace('derived/', '').replace('/thumb.png', ''))
    }
    const progress: number[] = []
    const counts = await reprocessAll(
      { bucket: 'uploads', selection: { kind: 'keys', keys }, force: false },
      { store, config, images: createSharpImageTransformer(), now: Date.now },
      {
        concurrency: 3,
        timeoutMs: 20_000,
        onProgress: ({ ready, errors }) => progress.push(ready + errors),
      },
    )
    expect(counts).toEqual({ ready: 8, failed: 0, skipped: 0, errors: 1 })
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(most).toBeLessThanOrEqual(3)
    expect(most).toBeGreaterThan(1)
  })
})
