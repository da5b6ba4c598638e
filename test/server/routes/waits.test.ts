/** Dependencies that never answer, or not yet: every wait ends, as retryable. */
import { expect, it } from 'vitest'
import type { PresignResponse } from '../../../component/protocol.ts'
import { DEADLINES } from '../../../server/upload/deadlines.ts'
import { outcome, refusal, scene } from '../support/scripted-aws.ts'
import { photo, secret, uploadService } from '../support/upload-service.ts'

const never = () => new Promise<never>(() => {})

async function presignOn(service: ReturnType<typeof uploadService>) {
  const { uploads }: PresignResponse = await (await service.post('/presign', { files: [photo] })).json()
  return uploads[0]
}

it('credentials that never come', async () => {
  const usual = DEADLINES.signMs
  DEADLINES.signMs = 200
  const result = await presignOn(uploadService({ credentials: never }))
  DEADLINES.signMs = usual
  expect(result).toMatchObject({ error: { code: 'storage-unavailable', retryable: true } })
})

it('a secret that never comes, or is not available yet', async () => {
  const slow = await presignOn(uploadService({ secret: never, hookTimeoutMs: 100 }))
  expect(slow).toMatchObject({ error: { code: 'unavailable', retryable: true } })
  let calls = 0
  const service = uploadService({
    secret: async () => {
      if (calls++ === 0) throw new Error('vault is down')
      return [secret]
    },
  })
  expect(await presignOn(service)).toMatchObject({ error: { code: 'unavailable', retryable: true } })
  expect(await presignOn(service)).toMatchObject({ ok: true })
  expect(await presignOn(service)).toMatchObject({ ok: true })
  expect(calls).toBe(2)
  expect(service.failures[0]).toMatchObject({
    code: 'unavailable',
    causes: [{ name: 'SecretsError' }, { message: 'vault is down' }],
  })
})

it('a secret that is too short is not used', async () => {
  const service = uploadService({ secret: () => 'short' })
  expect(await presignOn(service)).toMatchObject({ error: { code: 'unavailable' } })
  expect(JSON.stringify(service.failures)).not.toContain('"short"')
})

it.each([
  [400, 'ExpiredToken'],
  [400, 'TokenRefreshRequired'],
  [403, 'RequestTimeTooSkewed'],
])('a session or clock of the service that S3 refuses with %i %s', async (status, code) => {
  const { grants, complete, failures } = await scene({ copy: () => refusal(status, code) })
  const [grant] = await grants(1)
  const results = await complete([{ ticket: grant?.ticket }])
  expect(results.map(outcome)).toEqual(['storage-unavailable'])
  expect(results[0]).toMatchObject({ error: { retryable: true } })
  expect(failures[0]?.hint).toBeDefined()
})
