import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Uploader } from '../../../component/engine/uploader.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function upload(given: Parameters<Uploader['addFiles']>[0]) {
  const api = new FakeUploadApi()
  const transport = new FakeTransport()
  transport.autoStore = true
  const uploader = new Uploader({ api, transport, connectivity: new FakeConnectivity() })
  uploader.configure({ finish: 'announced' })
  const { accepted, rejected } = await uploader.addFiles(given)
  await vi.advanceTimersByTimeAsync(1_000)
  return { uploader, api, transport, accepted, rejected }
}

const png = (content = 'abc') => new Blob([content], { type: 'image/png' })

describe('files as pages make them', () => {
  it.each<[string, Parameters<Uploader['addFiles']>[0], string]>([
    ['a single file', new File([png()], 'a.png', { type: 'image/png' }), 'a.png'],
    ['a blob, as of a canvas', png(), 'file.png'],
    ['a list of one blob', [png()], 'file.png'],
    ['a file without a name', new File([png()], '', { type: 'image/png' }), 'file.png'],
    ['a name of control characters', new File([png()], '\u0000\n', { type: 'image/png' }), 'file.png'],
    [
      'a name with control characters',
      new File([png()], 'a\u0000\n.png', { type: 'image/png' }),
      'a\u0000\n.png',
    ],
    ['0 bytes', new File([], 'a.png', { type: 'image/png' }), 'a.png'],
  ])('are uploaded: %s', async (_, given, name) => {
    const { uploader, api, rejected } = await upload(given)
    expect(rejected).toEqual([])
    expect(uploader.uploads).toMatchObject([{ status: 'ready', name, type: 'image/png' }])
    expect(api.presigned[0]?.files).toMatchObject([{ name, type: 'image/png' }])
  })

  it('are nothing where an input is empty', async () => {
    for (const given of [null, undefined, [], [null]]) {
      expect((await upload(given)).accepted).toEqual([])
    }
  })

  it('are refused with what they are where they are none', async () => {
    const adding = upload(['a.png'] as never)
    await expect(adding).rejects.toThrow('not [object String]')
  })
})
