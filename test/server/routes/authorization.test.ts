import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { describe, expect, it } from 'vitest'
import type { UploadsOptions } from '../../../server/index.ts'
import { problemOf } from '../support/problem-of.ts'
import { photo, uploadService } from '../support/upload-service.ts'

const service = uploadService()

describe('authorization', () => {
  it('is asked on every call with the phase, and a falsy result is 401', async () => {
    const asked: unknown[] = []
    const { post } = uploadService({
      authorize: (_c, request) => {
        asked.push(request)
        return null
      },
    })
    for (const [path, body] of [
      ['/presign', { files: [photo], metadata: { a: 'b' } }],
      ['/parts', { ticket: 'x' }],
      ['/complete', { uploads: [{ ticket: 'x' }] }],
      ['/abort', { ticket: 'x' }],
      ['/status', { tickets: ['x'] }],
    ] as const) {
      expect(await problemOf(await post(path, body))).toMatchObject({ status: 401, code: 'unauthorized' })
    }
    expect(asked).toEqual([
      { phase: 'presign' },
      { phase: 'parts' },
      { phase: 'complete' },
      { phase: 'abort' },
      { phase: 'status' },
    ])
  })

  it.each([[''], ['x'.repeat(257)], [7]])(
    'with a malformed subject is a failure of the service: %.9j',
    async (subject) => {
      const { post, failures } = uploadService({ authorize: () => ({ subject }) as { subject: string } })
      expect(await problemOf(await post('/presign', { files: [photo] }))).toMatchObject({
        status: 500,
        code: 'internal',
      })
      expect(failures).toHaveLength(1)
    },
  )

  it.each([{ maxFileSize: Number.NaN }, { maxFiles: Number.NaN }, { maxFileSize: -1 }, { maxFiles: 1.5 }])(
    'with a malformed limit allows nothing: %j',
    async (limits) => {
      const { post } = uploadService({ authorize: () => ({ subject: 'ann', ...limits }) })
      const problem = await problemOf(await post('/presign', { files: [photo] }))
      expect(problem).toMatchObject({ status: 500, code: 'internal' })
    },
  )

  it("lets everyone in with 'public' and not otherwise", async () => {
    const open = uploadService({ authorize: 'public' })
    expect((await open.post('/presign', { files: [photo] }, { 'x-user': '' })).status).toBe(200)
    expect((await service.post('/presign', { files: [photo] }, { 'x-user': '' })).status).toBe(401)
  })

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [429, 'rate-limited'],
    [402, 'quota-exceeded'],
    [409, 'rejected'],
    [500, 'internal'],
    [503, 'unavailable'],
  ] as const)('may throw an HTTP exception of %i', async (status, code) => {
    const authorize: UploadsOptions['authorize'] = () => {
      throw new HTTPException(status, { message: 'Said the host.' })
    }
    const problem = await problemOf(await uploadService({ authorize }).post('/presign', { files: [photo] }))
    expect(problem).toMatchObject({
      status,
      code,
      detail: code === 'internal' ? expect.any(String) : 'Said the host.',
    })
  })
})

describe('an unexpected failure', () => {
  it('gives the client only a request id, and the log the cause', async () => {
    const failing = uploadService({
      authorize: () => {
        throw new Error('password hunter2 at postgres://u:p@db/x?X-Amz-Signature=1')
      },
    })
    const app = new Hono().use(requestId()).route('/', failing.app)
    const response = await app.request('http://api.test/uploads/presign', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'req-7' },
      body: JSON.stringify({ files: [photo] }),
    })
    const problem = await problemOf(response)
    expect(problem).toMatchObject({ status: 500, code: 'internal', retryable: true, instance: 'req-7' })
    expect(JSON.stringify(problem)).not.toContain('hunter2')
    expect(failing.failures).toEqual([
      {
        code: 'internal',
        message: expect.any(String),
        requestId: 'req-7',
        causes: [{ name: 'Error', message: 'password hunter2 at [url]', stack: expect.any(Array) }],
      },
    ])
  })
})
