import { createHash } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { sha256 } from '../../../../component/engine/storage/sha256.ts'
import { Uploader } from '../../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { FakeTransport } from '../fake-transport.ts'
import { FakeUploadApi } from '../fake-upload-api.ts'

async function setup(settings: Partial<UploaderSettings>, change: (api: FakeUploadApi) => void = () => {}) {
  const api = new FakeUploadApi()
  change(api)
  const transport = new FakeTransport()
  transport.autoStore = true
  const uploader = new Uploader({ api, transport, connectivity: new FakeConnectivity(), random: () => 0 })
  uploader.configure({ finish: 'announced', retries: 0, ...settings })
  await uploader.loadLimits()
  return { api, transport, uploader }
}

const image = (content: string) => new File([content], 'a.png', { type: 'image/png' })
const expected = (content: string) => createHash('sha256').update(content).digest('base64')

it('signs the hash of a small file into its plan where the page or the backend requires it', async () => {
  for (const [settings, policy] of [
    [{ checksum: 'sha256' }, 'optional'],
    [{ checksum: 'auto' }, 'required'],
  ] as const) {
    const { api, uploader } = await setup(settings, (fake) => {
      fake.checksum = policy
    })
    await uploader.addFiles([image('abc')])
    await uploader.waitForIdle()
    expect(api.presigned[0]?.files).toMatchObject([{ sha256: expected('abc') }])
  }
})

it('reads no file where no checksum is required', async () => {
  for (const [settings, policy] of [
    [{ checksum: 'auto' }, 'optional'],
    [{ checksum: 'none' }, 'required'],
  ] as const) {
    const { api, uploader } = await setup(settings, (fake) => {
      fake.checksum = policy
    })
    const file = image('abc')
    const read = vi.spyOn(file, 'arrayBuffer')
    await uploader.addFiles([file])
    await uploader.waitForIdle()
    expect(api.presigned[0]?.files[0]).not.toHaveProperty('sha256')
    expect(read).not.toHaveBeenCalled()
  }
})

it('signs every part of a large file with the hash of exactly its bytes', async () => {
  const { api, transport, uploader } = await setup({ checksum: 'sha256', concurrency: 2 }, (fake) => {
    fake.partSize = 10
  })
  const content = 'abcdefghijklmnopqrstuvwxyz'
  await uploader.addFiles([image(content)])
  await uploader.waitForIdle()
  expect(api.presigned[0]?.files[0]).toMatchObject({ partChecksum: 'sha256' })
  expect(api.presigned[0]?.files[0]).not.toHaveProperty('sha256')
  expect(Object.assign({}, ...api.hashes)).toEqual({
    1: expected(content.slice(0, 10)),
    2: expected(content.slice(10, 20)),
    3: expected(content.slice(20)),
  })
  expect(transport.sendings).toHaveLength(3)
  expect(uploader.uploads).toMatchObject([{ status: 'ready' }])
})

it('fails with its own code where a hash is required and cannot be computed', async () => {
  const { uploader } = await setup({ checksum: 'sha256' })
  const file = image('abc')
  vi.stubGlobal('crypto', {})
  await uploader.addFiles([file])
  await uploader.waitForIdle()
  vi.unstubAllGlobals()
  expect(uploader.uploads[0]?.error?.code).toBe('checksum-unavailable')
})

it('reports a file that can no longer be read as changed', async () => {
  const file = image('abc')
  file.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'))
  await expect(sha256(file, new AbortController().signal)).rejects.toMatchObject({ code: 'file-changed' })
  // The next file is not blocked by it.
  expect(await sha256(image('abc'), new AbortController().signal)).toBe(expected('abc'))
})

it('sends the parts that S3 lacks, and completes again', async () => {
  const { api, transport, uploader } = await setup({}, (fake) => {
    fake.partSize = 10
    fake.completeAnswers.push({ code: 'parts-missing', detail: 'part 2 is not there', retryable: true })
    fake.stored.push({ partNumber: 1, size: 10, etag: 'a' }, { partNumber: 3, size: 5, etag: 'c' })
  })
  const begun: unknown[] = []
  uploader.addEventListener('upload-progress', () => begun.push(uploader.uploads[0]?.bytesSent))
  await uploader.addFiles([image('x'.repeat(25))])
  await uploader.waitForIdle()
  expect(uploader.uploads).toMatchObject([{ status: 'ready' }])
  expect(transport.sendings.map(({ request }) => new URL(request.url).pathname)).toEqual([
    '/1',
    '/2',
    '/3',
    '/2',
  ])
  expect(api.completed.flat().map(({ ticket }) => ticket)).toEqual(['ticket-1', 'ticket-1'])
  // In status `uploading`, so that it can be paused and canceled.
  expect(begun).toEqual([0, 15])
})

it('fails when S3 lacks parts a second time', async () => {
  const { uploader } = await setup({ retries: 5 }, (fake) => {
    fake.partSize = 10
    const error = { code: 'parts-missing', detail: 'part 2 is not there', retryable: true } as const
    fake.completeAnswers.push(error, error)
  })
  await uploader.addFiles([image('x'.repeat(25))])
  await uploader.waitForIdle()
  expect(uploader.uploads).toMatchObject([{ status: 'failed', error: { code: 'parts-missing' } }])
  uploader.retry()
  await uploader.waitForIdle()
  expect(uploader.uploads).toMatchObject([{ status: 'ready' }])
})
