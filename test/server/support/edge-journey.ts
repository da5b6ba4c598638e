/** A small and a large file through an API on an edge runtime, to an S3 and an SNS that answer in XML. */
import { expect } from 'vitest'
import type {
  CompleteResponse,
  PartsResponse,
  PresignResponse,
  StatusResponse,
} from '../../../component/protocol.ts'
import { photo } from './upload-service.ts'

const mib = 1024 ** 2
const large = { ...photo, size: 17 * mib }

export type Call = (path: string, body: object) => Promise<unknown>

/** Two grants for small files; the first is uploaded. */
export async function uploadedSmall(call: Call) {
  const { uploads: granted } = (await call('/presign', { files: [photo, photo] })) as PresignResponse
  const [stored, missing] = granted
  if (!stored?.ok || !missing?.ok || stored.plan.kind !== 'post')
    throw new Error('Two form posts are expected')
  const form = new FormData()
  for (const [field, value] of Object.entries(stored.plan.fields)) form.append(field, value)
  form.append('file', new Blob([new Uint8Array(photo.size)]), photo.name)
  expect((await fetch(stored.plan.url, { method: 'POST', body: form })).status).toBe(201)
  return { stored, missing }
}

export async function bringLargeFile(call: Call): Promise<void> {
  const { uploads: granted } = (await call('/presign', { files: [large, large] })) as PresignResponse
  const [kept, given] = granted.map((upload) => {
    if (!upload.ok || upload.plan.kind !== 'multipart') throw new Error('Uploads in parts are expected')
    return { ...upload, plan: upload.plan }
  })
  for (const { partNumber, url } of kept?.plan.parts ?? []) {
    const body = new Uint8Array(partNumber === 3 ? mib : 8 * mib)
    expect((await fetch(url, { method: 'PUT', body })).status).toBe(200)
  }
  const listed = (await call('/parts', { ticket: kept?.ticket })) as PartsResponse
  expect(listed.parts.map(({ partNumber }) => partNumber)).toEqual([1, 2, 3])
  for (const _ of ['first', 'again']) {
    const items = [{ ticket: kept?.ticket }, { ticket: given?.ticket }]
    const { uploads: results } = (await call('/complete', { uploads: items })) as CompleteResponse
    expect(results).toMatchObject([
      { ok: true, id: kept?.id, size: large.size },
      { ok: false, error: { code: 'parts-missing' } },
    ])
  }
  expect(await call('/abort', { ticket: given?.ticket })).toEqual({ id: given?.id, removed: 'multipart' })
  expect(await call('/abort', { ticket: given?.ticket })).toEqual({ id: given?.id, removed: 'nothing' })
}

/** Completes one of two small files and returns the id of its message. */
export async function completeSmall(call: Call): Promise<string | null> {
  const { stored, missing } = await uploadedSmall(call)
  const items = [{ ticket: stored.ticket }, { ticket: missing.ticket }]
  const { uploads: results } = (await call('/complete', { uploads: items })) as CompleteResponse
  const [done, early] = results
  expect(early).toMatchObject({ ok: false, error: { code: 'upload-not-found' } })
  if (done?.ok !== true) throw new Error(`Not completed: ${JSON.stringify(done?.error)}`)
  const status = (await call('/status', { tickets: [stored.ticket] })) as StatusResponse
  expect(status.uploads).toEqual([{ state: 'pending', id: stored.id }])
  return done.messageId
}
