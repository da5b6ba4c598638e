/** What hosts throw or return to refuse a batch or a file, and how it reaches the client. */
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import type { PresignResponse } from '../../../component/protocol.ts'
import { RejectUpload, type UploadsOptions } from '../../../server/index.ts'
import { problemOf } from '../support/problem-of.ts'
import { photo, uploadService } from '../support/upload-service.ts'

const batch = { files: [photo, { ...photo, ref: 'b', size: 2000 }], metadata: { album: '7' } }

/** For values that the types do not allow. */
const untyped = (value: unknown) => value as never

const ways = {
  throws: (value: unknown) => () => {
    throw value
  },
  rejects: (value: unknown) => () => Promise.reject(value),
  returns: (value: unknown) => () => untyped(value),
  resolves: (value: unknown) => () => Promise.resolve(untyped(value)),
}

const refusals = () => [
  [
    new RejectUpload('Your plan is full.', { code: 'quota-exceeded', limit: 5 }),
    403,
    'quota-exceeded',
  ] as const,
  [new RejectUpload('Not you.'), 403, 'rejected'] as const,
  [new HTTPException(402, { message: 'Pay first.' }), 402, 'quota-exceeded'] as const,
  [new HTTPException(409, { message: 'Busy.' }), 409, 'rejected'] as const,
  [
    new Response('later', { status: 503, headers: { 'retry-after': '7', 'x-why': 'deploy' } }),
    503,
    'unavailable',
  ] as const,
]

describe.each(Object.entries(ways))('a host that %s a refusal', (_, way) => {
  it.each(['authorize', 'authorizeBatch'] as const)(
    'in %s has its status, code and headers kept',
    async (hook) => {
      for (const [refusal, status, code] of refusals()) {
        const { post, failures } = uploadService({ [hook]: way(refusal) })
        const response = await post('/presign', batch)
        const problem = await problemOf(response)
        expect(problem).toMatchObject({ status, code, retryable: status === 503 })
        if (refusal instanceof Error) expect(problem.detail).toBe(refusal.message)
        if (refusal instanceof Response) {
          expect(response.headers.get('retry-after')).toBe('7')
          expect(response.headers.get('x-why')).toBe('deploy')
        }
        if (refusal instanceof RejectUpload) expect(problem.limit).toBe(refusal.limit)
        expect(failures).toEqual([])
      }
    },
  )

  it('in onBeforeUpload refuses one file with its code', async () => {
    for (const [refusal, status, code] of refusals()) {
      let calls = 0
      const onBeforeUpload: UploadsOptions['onBeforeUpload'] = () => {
        return calls++ === 0 ? way(refusal)() : undefined
      }
      const { uploads }: PresignResponse = await (
        await uploadService({ onBeforeUpload }).post('/presign', batch)
      ).json()
      expect(uploads).toMatchObject([{ error: { code, retryable: status === 503 } }, { ok: true }])
      if (refusal instanceof Response) {
        expect(uploads[0]).toMatchObject({ error: { retryAfterMs: 7000 } })
      }
    }
  })
})

describe('authorizeBatch', () => {
  it('gets the batch with its subject and may lower the limits', async () => {
    const seen: unknown[] = []
    const { post } = uploadService({
      authorizeBatch: async (given) => {
        seen.push(given)
        return { maxFileSize: 1500 }
      },
    })
    const { uploads }: PresignResponse = await (await post('/presign', batch)).json()
    expect(seen).toEqual([{ subject: 'ann', route: 'default', ...batch }])
    expect(uploads).toMatchObject([{ ok: true }, { error: { code: 'file-too-large', limit: 1500 } }])
  })

  it('may allow by returning nothing', async () => {
    const { post } = uploadService({ authorizeBatch: async () => {} })
    expect((await post('/presign', batch)).status).toBe(200)
  })

  it.each([{ maxFiles: Number.NaN }, { maxFileSize: -1 }])(
    'with malformed limits allows nothing: %j',
    async (limits) => {
      const { post } = uploadService({ authorizeBatch: () => limits })
      expect(await problemOf(await post('/presign', batch))).toMatchObject({ code: 'internal' })
    },
  )
})

describe('a bug of the host', () => {
  it('is 500 with file and line in the log only', async () => {
    const { post, failures } = uploadService({
      authorize: () => ({ subject: (untyped(undefined) as { id: string }).id }),
    })
    const problem = await problemOf(await post('/presign', batch))
    expect(problem).toMatchObject({ status: 500, code: 'internal' })
    expect(JSON.stringify(problem)).not.toContain('host-refusals')
    expect(failures[0]?.causes[0]?.stack?.[0]).toMatch(/host-refusals\.test\.ts:\d+:\d+/)
  })

  it('in a hook of one file is logged with file and line as well', async () => {
    const { post, failures } = uploadService({
      onBeforeUpload: () => {
        throw new Error('no database')
      },
    })
    await post('/presign', batch)
    expect(failures[0]?.causes[0]?.stack?.[0]).toMatch(/host-refusals\.test\.ts:\d+:\d+/)
  })
})

describe('a host that never answers', () => {
  const never = () => new Promise<never>(() => {})

  it.each(['authorize', 'authorizeBatch'] as const)('in %s ends the request as retryable', async (hook) => {
    const { post } = uploadService({ [hook]: never, hookTimeoutMs: 100 })
    expect(await problemOf(await post('/presign', batch))).toMatchObject({
      status: 503,
      code: 'unavailable',
      retryable: true,
    })
  })

  it.each(['onBeforeUpload', 'key'] as const)('in %s fails the file as retryable', async (hook) => {
    const { post, failures } = uploadService({ [hook]: never, hookTimeoutMs: 100 })
    const { uploads }: PresignResponse = await (await post('/presign', batch)).json()
    expect(uploads[0]).toMatchObject({ error: { code: 'unavailable', retryable: true } })
    expect(failures[0]).toMatchObject({ code: 'unavailable' })
  })
})
