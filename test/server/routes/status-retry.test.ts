import { expect, it } from 'vitest'
import type { StatusResponse } from '../../../component/protocol.ts'
import { statusRetryMs } from '../../../server/routes/status-retry.ts'
import { scene } from '../support/scripted-aws.ts'

it('asks clients for at most 60 calls in ten minutes, and never to wait more than 30 s', async () => {
  let now = Date.now()
  const { grants, post } = await scene({ head: () => ({ status: 404 }) }, { clock: () => new Date(now) })
  const [grant] = await grants(1)
  const end = now + 600_000
  const waits: number[] = []
  while (now < end) {
    const response = await post('/status', { tickets: [grant?.ticket] })
    const { uploads, retryAfterMs = 0 }: StatusResponse = await response.json()
    expect(uploads).toMatchObject([{ state: 'pending' }])
    expect(response.headers.get('retry-after')).toBe(String(Math.ceil(retryAfterMs / 1000)))
    waits.push(retryAfterMs)
    now += retryAfterMs
  }
  expect(waits.length).toBeLessThanOrEqual(60)
  expect(waits.at(0)).toBe(1000)
  expect(Math.max(...waits)).toBe(30_000)
})

it('has nothing to say where no result will change', async () => {
  const { post } = await scene()
  const response = await post('/status', { tickets: ['forged'] })
  expect(response.headers.get('retry-after')).toBeNull()
  expect(await response.json()).not.toHaveProperty('retryAfterMs')
})

it.each([
  ['2026-01-01T00:00:00.000Z', 1000],
  ['2025-12-31T23:59:00.000Z', 6000],
  ['2026-01-01T00:10:00.000Z', 1000],
  ['not a date', 1000],
])('counts processing from %s as %i ms', (startedAt, expected) => {
  const claims = {
    id: 'i',
    key: 'k',
    size: 1,
    contentType: 'image/jpeg',
    sha256: null,
    route: 'default',
    subject: 's',
    fileName: 'f',
    metadata: {},
    grantedAt: 0,
    uploadUntil: 0,
    multipart: null,
  }
  const now = new Date('2026-01-01T00:00:00.000Z')
  expect(statusRetryMs({ state: 'processing', id: 'i', startedAt }, claims, now)).toBe(expected)
})
