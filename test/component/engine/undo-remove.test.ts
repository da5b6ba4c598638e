/** Removals that can be undone for a while. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { engineOnFakes, settle } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const HEARD: (keyof UploadEventMap)[] = [
  'file-remove',
  'file-remove-undo',
  'upload-pause',
  'upload-resume',
  'upload-cancel',
  'upload-complete',
]

function setup(settings: Partial<UploaderSettings> = {}) {
  const { uploader, ...fakes } = engineOnFakes()
  uploader.configure({ concurrency: 3, finish: 'announced', ...settings })
  const heard: string[] = []
  for (const name of HEARD) uploader.addEventListener(name, () => heard.push(name))
  const list = () => uploader.uploads.map(({ name, status }) => `${name} ${status}`)
  const idOf = (name: string) => uploader.uploads.find((upload) => upload.name === name)?.id ?? ''
  return { ...fakes, uploader, heard, list, idOf }
}

const image = (name: string, size = 3) => new File(['x'.repeat(size)], name, { type: 'image/png' })

it('keeps the parts at S3 until the removal is final, and sends only the others after an undo', async () => {
  const { api, transport, uploader, list, idOf, heard } = setup()
  api.partSize = 10
  await uploader.addFiles([image('large.png', 30)])
  await settle()
  transport.at(0).answer(200)
  await settle()
  await uploader.remove(idOf('large.png'), 'undoable')
  await settle()
  expect(list()).toEqual([])
  expect(uploader.removed.map(({ name }) => name)).toEqual(['large.png'])
  expect(uploader.busy).toBe(false)
  expect(transport.at(1).signal.aborted).toBe(true)
  expect(api.aborted).toEqual([])

  const sent = transport.sendings.length
  uploader.undoRemove()
  await settle()
  expect(list()).toEqual(['large.png uploading'])
  expect(uploader.removed).toEqual([])
  const again = transport.sendings.slice(sent)
  expect(again.map(({ request }) => new URL(request.url).pathname)).toEqual(['/2', '/3'])
  for (const sending of again) sending.answer(200)
  await settle()
  expect(list()).toEqual(['large.png ready'])
  expect(heard).toEqual(['file-remove', 'file-remove-undo', 'upload-complete'])
})

it('aborts at S3 once the removal is final', async () => {
  const { api, uploader, idOf, heard, list } = setup()
  api.partSize = 10
  await uploader.addFiles([image('large.png', 30)])
  await settle()
  await uploader.remove(idOf('large.png'), 'undoable')
  expect(heard).toEqual(['file-remove'])
  uploader.finishRemove()
  await settle()
  expect(api.aborted).toHaveLength(1)
  expect(heard).toEqual(['file-remove', 'upload-cancel'])
  expect(uploader.undoRemove()).toEqual([])
  expect(list()).toEqual([])
})

it('puts several back where they were, stored ones with their keys', async () => {
  const { transport, uploader, list, idOf } = setup()
  transport.autoStore = true
  await uploader.addFiles(['a', 'b', 'c', 'd'].map((name) => image(name)))
  await settle()
  const keys = uploader.uploads.map(({ key }) => key)
  for (const name of ['b', 'a', 'd']) await uploader.remove(idOf(name), 'undoable')
  expect(list()).toEqual(['c ready'])
  uploader.undoRemove()
  expect(uploader.uploads.map(({ key }) => key)).toEqual(keys)
  uploader.clear('undoable')
  expect(list()).toEqual([])
  uploader.undoRemove()
  expect(uploader.uploads.map(({ key }) => key)).toEqual(keys)
})

it('lets a completion end that is too late to stop, and reports it when the upload returns', async () => {
  const { api, transport, uploader, list, idOf, heard } = setup()
  const complete = api.complete.bind(api)
  let pass = () => {}
  api.complete = async (...call: Parameters<typeof complete>) => {
    await new Promise<void>((resolve) => {
      pass = resolve
    })
    return complete(...call)
  }
  await uploader.addFiles([image('a')])
  await settle()
  transport.at(0).answer(201)
  await settle()
  expect(list()).toEqual(['a completing'])
  await uploader.remove(idOf('a'), 'undoable')
  pass()
  await settle()
  expect(heard).toEqual(['file-remove'])
  uploader.undoRemove()
  expect(list()).toEqual(['a ready'])
  expect(heard).toEqual(['file-remove', 'upload-complete', 'file-remove-undo'])
})

it('starts nothing that waited for the visitor, paused or not started', async () => {
  const { transport, uploader, list, idOf } = setup({ start: 'manual' })
  await uploader.addFiles([image('waits'), image('paused')])
  uploader.pause(idOf('paused'))
  const before = list()
  for (const name of ['waits', 'paused']) await uploader.remove(idOf(name), 'undoable')
  uploader.undoRemove()
  await settle()
  expect(list()).toEqual(before)
  expect(transport.sendings).toEqual([])
})

it('continues what the network had paused, if the network is back by then', async () => {
  const { network, uploader, list, idOf } = setup()
  await uploader.addFiles([image('a')])
  await settle()
  network.online = false
  await settle()
  expect(list()).toEqual(['a paused'])
  await uploader.remove(idOf('a'), 'undoable')
  network.online = true
  await vi.advanceTimersByTimeAsync(5_000)
  uploader.undoRemove()
  await settle()
  expect(list()).toEqual(['a uploading'])
})

it('is over with a final clear: nothing returns', async () => {
  const { uploader, idOf, list } = setup({ start: 'manual' })
  await uploader.addFiles([image('a'), image('b')])
  await uploader.remove(idOf('a'), 'undoable')
  uploader.clear()
  expect(uploader.undoRemove()).toEqual([])
  expect(list()).toEqual([])
})
