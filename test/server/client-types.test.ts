import { hc } from 'hono/client'
import { expect, expectTypeOf, it } from 'vitest'
import type {
  AbortResponse,
  ConfigResponse,
  PartsResponse,
  PostPlan,
  PresignRequest,
  StatusResult,
  UnknownErrorCode,
  UploadErrorCode,
} from '../../component/protocol.ts'
import { photo, uploadService } from './support/upload-service.ts'

const { app } = uploadService({ authorize: 'public' })
const client = hc<typeof app>('http://api.test', {
  fetch: (input: RequestInfo | URL, init?: RequestInit) => app.request(input as Request, init),
})

it('gives Hono’s client the contract’s requests and responses', async () => {
  const { uploads } = await (await client.uploads.presign.$post({ json: { files: [photo] } })).json()
  const [grant] = uploads
  if (grant?.ok !== true || grant.plan.kind !== 'post') throw new Error('A form post is expected')
  expectTypeOf(grant.plan.fields).toEqualTypeOf<PostPlan['fields']>()
  expect(grant.plan.fields.key).toBe(`pending/${grant.id}`)

  const config = await (await client.uploads.config.$get()).json()
  expectTypeOf(config).toExtend<ConfigResponse>()
  expect(config.version).toBe(1)

  const status = await (await client.uploads.status.$post({ json: { tickets: ['forged'] } })).json()
  expectTypeOf(status.uploads[0]?.state).toEqualTypeOf<StatusResult['state'] | undefined>()
  expect(status.uploads[0]?.state).toBe('unknown')

  const abort = await client.uploads.abort.$post({ json: { ticket: 'x' } })
  expectTypeOf((await abort.json()).removed).toEqualTypeOf<AbortResponse['removed']>()
  expect(abort.status).toBe(400)

  const parts = await (await client.uploads.parts.$post({ json: { ticket: 'x' } })).json()
  expectTypeOf(parts.kind).toEqualTypeOf<PartsResponse['kind']>()

  const complete = await (
    await client.uploads.complete.$post({ json: { uploads: [{ ticket: 'x' }] } })
  ).json()
  const [result] = complete.uploads
  if (result?.ok !== false) throw new Error('A refusal is expected')
  expectTypeOf(result.error.code).toEqualTypeOf<UploadErrorCode | UnknownErrorCode>()
  expect(result.error.code).toBe('ticket-invalid')
})

it('types the routes and the requests', () => {
  expectTypeOf(client.uploads).toHaveProperty('presign')
  expectTypeOf(client.uploads).toHaveProperty('abort')
  expectTypeOf(client.uploads).not.toHaveProperty('list')
  type Argument = Parameters<typeof client.uploads.presign.$post>[0]
  expectTypeOf<{ json: { files: string } }>().not.toExtend<Argument>()
  expectTypeOf<{ json: PresignRequest }>().toExtend<Argument>()
  expect(client.uploads.presign.$url().pathname).toBe('/uploads/presign')
})
