/** A small file through an API: limits, grant, upload to the store, verification and announcement. */
import { expect } from 'vitest'
import type { CompleteResponse, ConfigResponse, PresignResponse } from '../../component/protocol.ts'

export type Fetch = (path: string, init?: RequestInit) => Promise<Response> | Response

const CONTENT = new Uint8Array(1000)

export async function apiJourney(
  fetchApi: Fetch,
  { route = 'default', type = 'image/png' } = {},
): Promise<void> {
  const call = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetchApi(path, { method: 'POST', headers, body: JSON.stringify(body) })
    expect([response.status, response.ok ? '' : await response.text()]).toEqual([200, ''])
    return response.json()
  }
  const config = (await (await fetchApi('/config')).json()) as ConfigResponse
  expect(Object.keys(config.routes)).toContain(route)
  const files = [{ ref: 'a', name: 'a', size: CONTENT.length, type }]
  const [grant] = ((await call('/presign', { route, files })) as PresignResponse).uploads
  if (grant?.ok !== true) throw new Error(`Refused: ${JSON.stringify(grant)}`)
  const sent = await send(grant.plan)
  expect([sent.ok, sent.ok ? '' : await sent.text()]).toEqual([true, ''])
  const { uploads } = (await call('/complete', { uploads: [{ ticket: grant.ticket }] })) as CompleteResponse
  expect(uploads).toMatchObject([{ ok: true, key: grant.key, size: CONTENT.length }])
  expect(uploads).toMatchObject([{ messageId: expect.stringMatching(/./) }])
}

type Plan = Extract<PresignResponse['uploads'][number], { ok: true }>['plan']

function send(plan: Plan): Promise<Response> {
  if (plan.kind === 'put') return fetch(plan.url, { method: 'PUT', headers: plan.headers, body: CONTENT })
  if (plan.kind !== 'post') throw new Error(`A small file came as ${plan.kind}`)
  const form = new FormData()
  for (const [field, value] of Object.entries(plan.fields)) form.append(field, value)
  form.append('file', new Blob([CONTENT]), 'a')
  return fetch(plan.url, { method: 'POST', body: form })
}
