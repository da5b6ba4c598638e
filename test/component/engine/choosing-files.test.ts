import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { image, settle, setup } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('names every refused file and its reason in one event', async () => {
  const { uploader } = setup({ rules: { accept: 'image/*', maxFileSize: 5, minFileSize: 1, maxFiles: 2 } })
  const rejections: string[] = []
  uploader.addEventListener('files-reject', (event) => {
    const { detail } = event as UploadEventMap['files-reject']
    rejections.push(detail.rejections.map(({ file, code }) => `${file.name} ${code}`).join(', '))
  })
  const { accepted } = await uploader.addFiles([
    image('a.png'),
    new File(['x'], 'notes.txt', { type: 'text/plain' }),
    image('huge.png', 'too much'),
    image('empty.png', ''),
    image('b.png'),
    image('c.png'),
  ])
  expect(accepted.map((upload) => upload.name)).toEqual(['a.png', 'b.png'])
  expect(rejections).toEqual([
    'notes.txt unsupported-content-type, huge.png file-too-large, empty.png file-too-small, c.png too-many-files',
  ])
})

it('applies the limits of the API too', async () => {
  const { uploader } = setup()
  await uploader.loadLimits()
  const { rejected } = await uploader.addFiles([
    new File(['x'], 'a.gif', { type: 'image/gif' }),
    image('a.png', 'x'.repeat(1001)),
  ])
  expect(rejected.map(({ code, limit }) => [code, limit])).toEqual([
    ['unsupported-content-type', undefined],
    ['file-too-large', 1000],
  ])
})

it('lets the page veto files, a start and a removal, also asynchronously', async () => {
  const { api, uploader, statuses } = setup()
  const veto = (event: Event) => event.preventDefault()
  uploader.addEventListener('files-add', veto, { once: true })
  expect((await uploader.addFiles([image()])).accepted).toEqual([])

  uploader.addEventListener(
    'upload-start',
    (event) => (event as UploadEventMap['upload-start']).waitUntil(Promise.resolve(false)),
    { once: true },
  )
  await uploader.addFiles([image()])
  await settle()
  expect(statuses()).toEqual(['canceled'])
  expect(api.presigned).toEqual([])

  uploader.addEventListener('file-remove', veto, { once: true })
  expect(await uploader.remove('1')).toBe(false)
  expect(await uploader.remove('1')).toBe(true)
  expect(uploader.uploads).toEqual([])
})

it('shows the sentence of a page that refuses files or a start by rejecting', async () => {
  const { api, uploader } = setup()
  const refuse = (event: Event) =>
    (event as UploadEventMap['files-add']).waitUntil(Promise.reject(new Error('The album is full')))
  const rejected: string[] = []
  uploader.addEventListener('files-reject', (event) => {
    for (const rejection of (event as UploadEventMap['files-reject']).detail.rejections) {
      rejected.push(`${rejection.code}: ${'message' in rejection ? rejection.message : ''}`)
    }
  })
  uploader.addEventListener('files-add', refuse, { once: true })
  const added = await uploader.addFiles([image()])
  expect([added.accepted, added.rejected.length]).toEqual([[], 1])
  expect(rejected).toEqual(['rejected: The album is full'])

  uploader.addEventListener('upload-start', refuse, { once: true })
  await uploader.addFiles([image()])
  await settle()
  expect(uploader.uploads).toMatchObject([
    { status: 'failed', error: { code: 'rejected', message: 'The album is full' } },
  ])
  expect(api.presigned).toEqual([])
})

it('replaces the file in a single selection', async () => {
  const { transport, uploader } = setup({ selection: 'single' })
  await uploader.addFiles([image('first.png')])
  await settle()
  const { rejected } = await uploader.addFiles([image('second.png'), image('third.png')])
  expect(uploader.uploads.map((upload) => upload.name)).toEqual(['second.png'])
  expect(rejected.map(({ file, code }) => [file.name, code])).toEqual([['third.png', 'too-many-files']])
  expect(transport.at(0).signal.aborted).toBe(true)
})

it('counts all files of a long list at once, and forgets them when it is cleared', async () => {
  const { uploader } = setup({ finish: 'announced' })
  const files = Array.from(
    { length: 1_500 },
    (_, index) => new File(['x'], `${index}.png`, { type: 'image/png' }),
  )
  const added = uploader.addFiles(files)
  expect(uploader.checking).toBe(1_500)
  uploader.clear()
  expect(await added).toEqual({ accepted: [], rejected: [], leftOut: 0 })
  expect([uploader.checking, uploader.size]).toEqual([0, 0])
})

it('takes a folder that cannot be read as an error of the call', async () => {
  const { uploader } = setup()
  await expect(uploader.addFiles(Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(uploader.checking).toBe(0)
})
