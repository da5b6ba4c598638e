/** The contract for clients in other languages. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import type { Issue, Shape } from '../../../server/http/json-shape.ts'
import { openApiDocument } from '../../../server/http/openapi.ts'
import { PROBLEMS } from '../../../server/http/problem.ts'
import { RESPONSES } from '../../../server/http/responses.ts'
import { RETRYABLE } from '../../../server/upload/upload-error.ts'
import { bringLargeFile, type Call } from '../support/edge-journey.ts'
import { Api } from '../support/generated-client.ts'
import { bytes, complete, presignOne, send, service } from '../support/local-journey.ts'
import { photo, uploadService } from '../support/upload-service.ts'

describe('the OpenAPI document', () => {
  it('is served, cacheable and valid', async () => {
    const response = await uploadService().request('/openapi.json', { headers: { 'x-user': '' } })
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    const document = await response.json()
    expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
    expect(document.openapi).toBe('3.1.0')
    expect(await new Validator().validate(document)).toEqual({ valid: true })
  })

  it('describes the responses that the API gives', async () => {
    const issuesOf = (shape: Shape<unknown>, value: unknown) => {
      const issues: Issue[] = []
      shape.parse(value, '', issues)
      return issues
    }
    expect(issuesOf(RESPONSES.config, await (await service.request('/config')).json())).toEqual([])
    // Every answer of a small and a large file, of success and failure.
    const call: Call = async (path, body) => {
      const response = await service.post(path, body)
      const value = await response.json()
      const name = path.slice(1) as 'presign' | 'parts' | 'complete' | 'abort' | 'status'
      expect(issuesOf(response.ok ? RESPONSES[name] : RESPONSES.problem, value), path).toEqual([])
      return value
    }
    await bringLargeFile(call)
    const grant = await presignOne(photo)
    await send(grant.plan)
    await call('/complete', { uploads: [{ ticket: grant.ticket }, { ticket: 'forged' }] })
    await call('/status', { tickets: [grant.ticket, 'forged'] })
    await call('/presign', { files: [{ ...photo, size: 0 }, photo] })
    await call('/presign', { files: 1 })
  })

  it('has every error code of the README’s table, and the other way round', () => {
    const readme = readFileSync(new URL('../../../server/README.md', import.meta.url), 'utf8')
    const [, table = ''] = readme.split('## Errors')
    const cells = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, cell = '']) => cell)
    const listed = cells.flatMap((cell) => cell.match(/[a-z-]+/g) ?? [])
    const codes = new Set([...Object.keys(PROBLEMS), ...Object.keys(RETRYABLE)])
    expect(listed.sort()).toEqual([...codes].sort())
  })
})

describe('a client generated from it', () => {
  it('is of this document', () => {
    const client = readFileSync(new URL('../support/generated-client.ts', import.meta.url), 'utf8')
    const hash = createHash('sha256').update(JSON.stringify(openApiDocument())).digest('hex')
    expect(client).toContain(hash)
  })

  it('uploads a file', async () => {
    const { app } = service
    const api = new Api({
      baseUrl: 'http://api.test/uploads',
      baseApiParams: { headers: { 'x-user': 'ann' } },
      customFetch: (input, init) => Promise.resolve(app.request(input, init)),
    })
    const { data: config } = await api.config.config()
    expect(config.routes.default?.maxFiles).toBe(100)
    // Without `ref`: it is the file's index.
    const { name, size, type } = photo
    const { data: presigned } = await api.presign.presign({ files: [{ name, size, type }] })
    const [upload] = presigned.uploads
    if (upload?.ok !== true || upload.plan.kind !== 'post') throw new Error('A form post is expected')
    expect(upload.ref).toBe('0')
    await send(upload.plan, bytes)
    const { data: completed } = await api.complete.complete({ uploads: [{ ticket: upload.ticket }] })
    expect(completed.uploads).toMatchObject([{ ok: true, id: upload.id, size: 1000 }])
    expect(await complete([upload.ticket])).toMatchObject([{ ok: true }])
  })
})
