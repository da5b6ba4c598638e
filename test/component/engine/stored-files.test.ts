/** Files of an earlier visit in the list. */
import { describe, expect, it } from 'vitest'
import { storedFiles } from '../../../component/engine/upload/stored-file.ts'
import type { UploadSnapshot } from '../../../component/engine/upload/upload-snapshot.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

function setup() {
  const transport = new FakeTransport()
  transport.autoStore = true
  const uploader = new Uploader({ api: new FakeUploadApi(), transport })
  uploader.configure({ finish: 'announced' })
  const upload = async (...names: string[]) => {
    await uploader.addFiles(names.map((name) => new File([name], name, { type: 'image/png' })))
    await uploader.waitForIdle()
  }
  const list = () => uploader.uploads.map(({ name, origin, status }) => `${name} ${origin} ${status}`)
  return { uploader, upload, list, keyOf: (index: number) => uploader.uploads[index]?.key ?? '' }
}

describe('stored files', () => {
  it('are ready, in the given order, and nothing of them is sent', async () => {
    const { uploader, list } = setup()
    uploader.setStored([
      'uploads/b.png',
      { key: 'uploads/a.png', name: 'Anna.png', size: 7, type: 'image/png' },
    ])
    expect(list()).toEqual(['b.png stored ready', 'Anna.png stored ready'])
    expect(uploader.busy).toBe(false)
    expect(uploader.totals).toMatchObject({ count: 0, size: 0, counts: { ready: 0 } })
    expect(uploader.uploads[1]).toMatchObject({
      file: null,
      key: 'uploads/a.png',
      size: 7,
      bytesSent: 7,
      error: null,
    })
    for (const command of ['pause', 'resume', 'cancel', 'retry', 'upload'] as const) uploader[command]()
    expect(list()).toEqual(['b.png stored ready', 'Anna.png stored ready'])
  })

  it('are the same rows when the same are set again, and others where they are others', async () => {
    const { uploader, upload, list, keyOf } = setup()
    uploader.setStored(['a', 'b'])
    await upload('new.png')
    const before = uploader.uploads
    uploader.setStored(['a', 'b', keyOf(2)])
    expect(uploader.uploads.map((one, index) => one === before[index])).toEqual([true, true, true])
    uploader.setStored([keyOf(2), 'c', 'b'])
    expect(list()).toEqual(['new.png upload ready', 'c stored ready', 'b stored ready'])
    expect(uploader.uploads.map(({ id }) => id)).toEqual([before[2]?.id, expect.any(String), before[1]?.id])
  })

  it('leave what is not stored yet in the list', async () => {
    const { uploader, list } = setup()
    uploader.configure({ start: 'manual' })
    await uploader.addFiles([new File(['x'], 'waits.png', { type: 'image/png' })])
    uploader.setStored(['a'])
    uploader.setStored([])
    expect(list()).toEqual(['waits.png upload queued'])
  })

  it('take other facts, which a key alone does not take away', () => {
    const { uploader } = setup()
    const facts = ({ name, size, previewUrl }: UploadSnapshot) => [name, size, previewUrl]
    uploader.setStored([{ key: 'a', name: 'Anna', size: 7, thumbnailUrl: '/1' }])
    const before = uploader.uploads[0]
    uploader.setStored([{ key: 'a', name: 'Anna', size: 7, thumbnailUrl: '/1' }])
    expect(uploader.uploads[0]).toBe(before)
    uploader.setStored([{ key: 'a', name: 'Anna', size: 7, thumbnailUrl: '/2' }])
    expect(uploader.uploads.map(facts)).toEqual([['Anna', 7, '/2']])
    uploader.setStored(['a'])
    expect(uploader.uploads.map(facts)).toEqual([['Anna', 7, '/2']])
  })

  it('take a place and bytes of the rules, and make room when they are removed', async () => {
    const { uploader } = setup()
    uploader.configure({ rules: { maxFiles: 2, maxTotalSize: 10 } })
    uploader.setStored(['a', { key: 'b', size: 9 }])
    const file = () => new File(['xx'], 'new.png', { type: 'image/png' })
    expect((await uploader.addFiles([file()])).rejected[0]).toMatchObject({
      code: 'too-many-files',
      limit: 2,
    })
    await uploader.remove(uploader.uploads[0]?.id ?? '')
    expect((await uploader.addFiles([file()])).rejected[0]).toMatchObject({
      code: 'total-too-large',
      limit: 10,
    })
    await uploader.remove(uploader.uploads[0]?.id ?? '')
    expect((await uploader.addFiles([file()])).accepted).toHaveLength(1)
  })

  it('can be kept by the page, moved and cleared; a single new file replaces one', async () => {
    const { uploader, upload, list } = setup()
    uploader.setStored(['a', 'b'])
    const [a, b] = uploader.uploads
    uploader.addEventListener('file-remove', (event) => event.preventDefault(), { once: true })
    expect(await uploader.remove(a?.id ?? '')).toBe(false)
    uploader.move(b?.id ?? '', 0)
    expect(list()).toEqual(['b stored ready', 'a stored ready'])
    uploader.configure({ selection: 'single' })
    await upload('new.png')
    expect(list()).toEqual(['new.png upload ready'])
    uploader.setStored(['a'])
    uploader.clear()
    expect(list()).toEqual([])
  })
})

describe('what a page gives as stored files', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['no key', { name: 'a' }, /needs a key that is not empty: {"name":"a"}/],
    ['an empty key', '', /needs a key/],
    ['a number', 7, /needs a key that is not empty: 7/],
    ['nothing', null, /needs a key that is not empty: null/],
    ['a key that is none', { key: 7 }, /needs a key/],
    ['a wrong size', { key: 'a', size: '7' }, /size of the stored file a should be a number of bytes: "7"/],
    ['a wrong name', { key: 'a', name: 7 }, /name of the stored file a should be a text: 7/],
    ['a wrong URL', { key: 'a', thumbnailUrl: {} }, /thumbnailUrl of the stored file a should be a text/],
    ['wrong metadata', { key: 'a', metadata: { x: 1 } }, /Metadata takes strings/],
  ]
  it.each(wrong)('is refused with words: %s', (_, given, words) => {
    expect(() => storedFiles([given])).toThrow(words)
    expect(() => setup().uploader.setStored([given as string])).toThrow(words)
  })

  it('keeps its key where only its facts are wrong, and each key once', () => {
    const faults: string[] = []
    const files = storedFiles([{ key: 'a', size: -1, name: [] }, null, 'a', 'x/b'], ({ message }) =>
      faults.push(message),
    )
    expect(files.map(({ key, name, size }) => [key, name, size])).toEqual([
      ['a', 'a', 0],
      ['x/b', 'b', 0],
    ])
    expect(faults).toHaveLength(3)
  })
})
