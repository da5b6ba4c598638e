/** Hosts whose hooks return or throw what no type allows: one file fails, with a log entry, and no other. */
import { expect, it } from 'vitest'
import type { CompleteResponse, PresignResponse } from '../../component/protocol.ts'
import type { UploadsOptions } from '../../server/index.ts'
import { large } from './support/large-file.ts'
import { presign, presignParts, send, serviceOn } from './support/local-journey.ts'
import { outcome } from './support/scripted-aws.ts'
import { photo, uploadService } from './support/upload-service.ts'

/** As JavaScript passes it. */
const untyped = (value: unknown) => value as never

async function presignTwo(options: Partial<UploadsOptions>) {
  const service = serviceOn(options)
  const answer = await service.post('/presign', { files: [{ ...photo, name: 'bad.jpg' }, photo] })
  expect(answer.status).toBe(200)
  const { uploads } = (await answer.json()) as PresignResponse
  return uploads.map(outcome)
}

it('data that JSON cannot carry fails its own file, before it is announced', async () => {
  const service = serviceOn({
    onUploadComplete: ({ fileName }) => ({ row: fileName === 'bad.jpg' ? 1n : 1 }),
  })
  const grants = await presign([{ ...photo, name: 'bad.jpg' }, photo], service)
  for (const { plan } of grants) if (plan.kind === 'post') await send(plan)
  const answer = await service.post('/complete', { uploads: grants.map(({ ticket }) => ({ ticket })) })
  expect(answer.status).toBe(200)
  const { uploads } = (await answer.json()) as CompleteResponse
  expect(uploads.map(outcome)).toEqual(['rejected', 'ok'])
})

it.each([undefined, null, Number.NaN, Symbol('x')])(
  'a key hook that returns %s fails the file',
  async (key) => {
    expect(await presignTwo({ key: untyped(() => key) })).toEqual(['rejected', 'rejected'])
  },
)

it.each([{ status: 401 }, 'no', undefined, Object.create(null)])(
  'an authorize that rejects with a value that is not an error is a problem document, and logged: %#',
  async (reason) => {
    const { post, failures } = uploadService({ authorize: () => Promise.reject(reason) })
    const answer = await post('/presign', { files: [photo] })
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(failures).toHaveLength(1)
  },
)

it.each([undefined, Object.create(null), Object.assign(new Error(), { message: 7 }), new Error('odd')])(
  'a hook that throws any value fails only its own file, and is logged: %#',
  async (thrown) => {
    const failures: unknown[] = []
    const onBeforeUpload: UploadsOptions['onBeforeUpload'] = ({ fileName }) => {
      if (fileName === 'bad.jpg') throw thrown
    }
    const log = (failure: unknown) => void failures.push(failure)
    expect(await presignTwo({ onBeforeUpload, log })).toEqual(['rejected', 'ok'])
    expect(failures).toHaveLength(1)
  },
)

it('a log that throws fails no file', async () => {
  const onBeforeUpload: UploadsOptions['onBeforeUpload'] = ({ fileName }) => {
    if (fileName === 'bad.jpg') throw new Error('bad')
  }
  const log = () => {
    throw new Error('down')
  }
  expect(await presignTwo({ onBeforeUpload, log })).toEqual(['rejected', 'ok'])
})

it('a URL for a part is valid no longer than its upload', async () => {
  const service = serviceOn({ multipartWithinSeconds: 3600, partUrlSeconds: 604_800 })
  const { plan } = await presignParts(large, service)
  const seconds = Number(new URL(plan.parts[0]?.url ?? '').searchParams.get('X-Amz-Expires'))
  expect(seconds).toBeGreaterThan(3590)
  expect(seconds).toBeLessThanOrEqual(3600)
})
