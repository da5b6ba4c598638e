import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { image, settle, setup } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('pauses when the network goes away, and continues by itself when it is back', async () => {
  const { transport, network, uploader, log, statuses } = setup()
  await uploader.addFiles([image('a.png'), image('b.png'), image('c.png')])
  await settle()
  uploader.pause('2')
  network.online = false
  expect(statuses()).toEqual(['paused', 'paused', 'paused'])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(transport.inFlight).toBe(0)

  transport.autoStore = true
  network.online = true
  expect(statuses()).toEqual(['paused', 'paused', 'paused'])
  await vi.advanceTimersByTimeAsync(1_500)
  await vi.advanceTimersByTimeAsync(1_000)
  // What the user paused stays paused.
  expect(statuses()).toEqual(['ready', 'paused', 'ready'])
  expect(log.filter((line) => /error|retry/.test(line))).toEqual([])
  expect(network.listeners).toBe(0)
})

it('keeps new files waiting, and what is stored unannounced, until there is a network', async () => {
  const { api, transport, network, uploader, statuses } = setup()
  await uploader.addFiles([image('a.png')])
  await settle()
  const complete = api.complete.bind(api)
  api.complete = async () => {
    throw new UploadError('api-unreachable', 'away', { retryable: true })
  }
  transport.at(0).answer(201)
  await settle()
  network.online = false
  await uploader.addFiles([image('b.png')])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(statuses()).toEqual(['completing', 'queued'])
  expect(uploader.uploads.map(({ waiting }) => waiting?.for)).toEqual(['network', 'network'])
  api.complete = complete
  transport.autoStore = true
  network.online = true
  await vi.advanceTimersByTimeAsync(5_000)
  expect(statuses()).toEqual(['ready', 'ready'])
})

it('starts what was added without a network once there is one', async () => {
  const { transport, network, uploader, statuses } = setup()
  transport.autoStore = true
  network.online = false
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(statuses()).toEqual(['queued'])
  network.online = true
  await vi.advanceTimersByTimeAsync(5_000)
  expect(statuses()).toEqual(['ready'])
})
