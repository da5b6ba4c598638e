import { vi } from 'vitest'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

const eventNames: (keyof UploadEventMap)[] = [
  'files-add',
  'files-reject',
  'file-remove',
  'upload-start',
  'upload-progress',
  'upload-retry',
  'upload-pause',
  'upload-resume',
  'upload-stored',
  'upload-complete',
  'upload-ready',
  'upload-error',
  'upload-cancel',
  'uploads-idle',
]

export function engineOnFakes() {
  const api = new FakeUploadApi()
  const transport = new FakeTransport()
  const network = new FakeConnectivity()
  const uploader = new Uploader({
    api,
    transport,
    connectivity: network,
    now: () => Date.now(),
    random: () => 0.5,
  })
  return { api, transport, network, uploader }
}

/** An engine with fakes, and what it dispatched. */
export function setup(settings: Partial<UploaderSettings> = {}) {
  const { uploader, ...fakes } = engineOnFakes()
  uploader.configure(settings)
  const log: string[] = []
  for (const name of eventNames) {
    uploader.addEventListener(name, (event) => {
      const { detail } = event as UploadEventMap[typeof name]
      log.push('upload' in detail ? `${name} ${detail.upload.name}` : name)
    })
  }
  const statuses = () => uploader.uploads.map((upload) => upload.status)
  return { ...fakes, uploader, log, statuses }
}

export const image = (name = 'cat.png', content = 'abc') => new File([content], name, { type: 'image/png' })

/** Runs all pending microtasks. */
export const settle = () => vi.advanceTimersByTimeAsync(0)
