/** Which uploads `/abort` removes. */
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { AbortResponse } from '../../../component/protocol.ts'
import { large, put, putAll, unfinished } from '../support/large-file.ts'
import {
  aws,
  client,
  codes,
  complete,
  presignOne,
  presignParts,
  send,
  service,
  serviceOn,
} from '../support/local-journey.ts'
import { problemOf } from '../support/problem-of.ts'
import { photo } from '../support/upload-service.ts'

async function abort(ticket: string, from = service): Promise<AbortResponse> {
  const response = await from.post('/abort', { ticket })
  expect(response.status).toBe(200)
  return (await response.json()) as AbortResponse
}

describe('aborting', () => {
  it('removes the parts once, and the upload with them', async () => {
    const grant = await presignParts(large)
    const [one] = grant.plan.parts
    if (one === undefined) throw new Error('A part is expected')
    await put(one)
    expect(await abort(grant.ticket)).toEqual({ id: grant.id, removed: 'multipart' })
    expect(await abort(grant.ticket)).toEqual({ id: grant.id, removed: 'nothing' })
    expect(await unfinished(grant.key)).toBe(0)
    expect((await put(one)).status).toBe(404)
    const [result] = await complete([grant.ticket])
    expect(result).toMatchObject({ ok: false, error: { code: 'upload-not-found', retryable: false } })
  })

  it('leaves what was completed', async () => {
    const grant = await putAll()
    await complete([grant.ticket])
    expect(await abort(grant.ticket)).toEqual({ id: grant.id, removed: 'nothing' })
    expect(codes(await complete([grant.ticket]))).toEqual(['ok'])
  })

  it('deletes a form upload that is not being processed, and only that', async () => {
    const [mine, other] = [await presignOne(photo), await presignOne(photo)]
    expect(await abort(mine.ticket)).toEqual({ id: mine.id, removed: 'nothing' })
    await Promise.all([send(mine.plan), send(other.plan)])
    expect(await abort(mine.ticket)).toEqual({ id: mine.id, removed: 'object' })
    expect(await abort(mine.ticket)).toEqual({ id: mine.id, removed: 'nothing' })
    expect(codes(await complete([mine.ticket, other.ticket]))).toEqual(['upload-not-found', 'ok'])
  })

  it('never removes what was completed, whichever comes first', async () => {
    for (const order of ['complete first', 'together', 'abort first']) {
      const grant = await presignOne(photo)
      await send(grant.plan)
      if (order === 'abort first') await abort(grant.ticket)
      const completing = complete([grant.ticket])
      if (order === 'complete first') await completing
      await abort(grant.ticket)
      const [code] = codes(await completing)
      if (code !== 'ok') {
        expect(code, order).toBe('upload-not-found')
        continue
      }
      const object = client.send(new HeadObjectCommand({ Bucket: aws.bucket, Key: grant.key }))
      await expect(object, order).resolves.toBeDefined()
    }
  })

  it('leaves the other uploads under the same key of the host’s hook', async () => {
    const from = serviceOn({ key: ({ subject }) => `portraits/${subject}` })
    const [first, second] = [await presignOne(photo, from), await presignOne(photo, from)]
    await send(first.plan)
    await send(second.plan)
    expect(await abort(first.ticket, from)).toEqual({ id: first.id, removed: 'object' })
    expect(codes(await complete([second.ticket], from))).toEqual(['ok'])
  })

  it('is for the owner, and only while the upload may be completed', async () => {
    let now = Date.now()
    const from = serviceOn({ clock: () => new Date(now) })
    const { ticket } = await presignParts(large, from)
    const refusal = async (user: string) =>
      problemOf(await from.post('/abort', { ticket }, { 'x-user': user }))
    expect(await refusal('bob')).toMatchObject({ status: 403, code: 'forbidden' })
    now += (7 * 24 + 1) * 3600 * 1000 + 1000
    expect(await refusal('ann')).toMatchObject({ status: 410, code: 'ticket-expired' })
  })
})
