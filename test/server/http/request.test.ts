import { describe, expect, it } from 'vitest'
import { problemOf } from '../support/problem-of.ts'
import { photo, uploadService } from '../support/upload-service.ts'

const service = uploadService()

describe('GET /config', () => {
  it('publishes the limits of every route and nothing else, cacheable', async () => {
    const { request } = uploadService({
      routes: {
        avatar: {
          maxFileSize: 5,
          allowedContentTypes: ['image/png'],
          processedContentTypes: ['image/*', 'video/mp4'],
          multipartThreshold: null,
        },
      },
    })
    const response = await request('/config', { headers: { 'x-user': '' } })
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(await response.json()).toEqual({
      version: 1,
      routes: {
        default: {
          maxFileSize: 20 * 1024 * 1024,
          minFileSize: 1,
          allowedContentTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'],
          maxFiles: 100,
          multipartThreshold: 16 * 1024 * 1024,
          checksum: 'optional',
        },
        avatar: {
          maxFileSize: 5,
          minFileSize: 1,
          allowedContentTypes: ['image/png'],
          processedContentTypes: ['image/*', 'video/mp4'],
          maxFiles: 100,
          multipartThreshold: null,
          checksum: 'optional',
        },
      },
    })
  })
})

describe('a request', () => {
  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp'],
    ['text/plain; application/json'],
    [''],
  ])('of type %j is not JSON', async (type) => {
    for (const path of ['/presign', '/parts', '/complete', '/abort', '/status']) {
      const problem = await problemOf(await service.post(path, { files: [photo] }, { 'content-type': type }))
      expect(problem).toMatchObject({ status: 415, code: 'unsupported-media-type', retryable: false })
    }
  })

  it('may name a charset', async () => {
    const type = { 'content-type': 'Application/JSON; charset=utf-8' }
    expect((await service.post('/presign', { files: [photo] }, type)).status).toBe(200)
  })

  it.each([['{'], [''], ['{"files":[}'], ['\u0000'], ['[[']])(
    'that is not JSON is malformed: %.9j',
    async (body) => {
      expect(await problemOf(await service.post('/presign', body))).toMatchObject({
        status: 400,
        code: 'invalid-request',
      })
    },
  )

  it('may have the size of the body limit, declared or streamed', async () => {
    const padded = (bytes: number) => {
      const files = Array.from({ length: 100 }, () => ({ ...photo, name: 'x'.repeat(10_400) }))
      const body = JSON.stringify({ files })
      return body.replace('x', 'x'.repeat(bytes - body.length + 1))
    }
    expect((await service.post('/presign', padded(1024 ** 2))).status).toBe(200)
    expect(await problemOf(await service.post('/presign', padded(1024 ** 2 + 1)))).toMatchObject({
      status: 413,
      code: 'payload-too-large',
    })
    const declared = await service.post('/presign', '{}', { 'content-length': '99999999' })
    expect(await problemOf(declared)).toMatchObject({ code: 'payload-too-large' })
  })

  it('that breaks off is not logged as a failure', async () => {
    const { app, failures } = uploadService()
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"files":[')),
      pull: (controller) => controller.error(new Error('aborted')),
    })
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json', 'x-user': 'ann' },
    }
    expect(await problemOf(await app.request('/uploads/presign', init))).toMatchObject({
      code: 'invalid-request',
    })
    expect(failures).toEqual([])
  })

  it('that completes 100 files with all their metadata fits', async () => {
    const files = Array.from({ length: 100 }, () => ({ ...photo, name: `${'写'.repeat(251)}.jpg` }))
    const response = await service.post('/presign', { metadata: { a: '\u0001'.repeat(2047) }, files })
    const { uploads: granted } = (await response.json()) as { uploads: { ticket: string }[] }
    const metadata = { b: '\u0001'.repeat(2047) }
    const completion = JSON.stringify({ uploads: granted.map(({ ticket }) => ({ ticket, metadata })) })
    expect(completion.length).toBeGreaterThan(2 * 1024 ** 2)
    expect(completion.length).toBeLessThan(4 * 1024 ** 2)
  })

  it('that asks for 100 files with long names fits', async () => {
    const files = Array.from({ length: 100 }, (_, index) => ({
      ...photo,
      ref: `${index}`,
      name: 'ä'.repeat(4096),
    }))
    const response = await service.post('/presign', { files })
    expect(response.status).toBe(200)
    const { uploads: granted } = (await response.json()) as { uploads: { ok: boolean; ticket: string }[] }
    expect(granted.filter(({ ok }) => ok)).toHaveLength(100)
    const longest = { metadata: { caption: 'x'.repeat(2041) } }
    const completion = JSON.stringify({ uploads: granted.map(({ ticket }) => ({ ticket, ...longest })) })
    expect(completion.length).toBeLessThan(1024 ** 2)
  })

  it.each([
    [null, ['']],
    [[], ['']],
    ['text', ['']],
    [{}, ['/files']],
    [{ files: {} }, ['/files']],
    [{ files: [null, photo, 7] }, ['/files/0', '/files/2']],
    [{ files: [{ ...photo, size: '1' }] }, ['/files/0/size']],
    [{ files: [{ ...photo, size: -1 }] }, ['/files/0/size']],
    [{ files: [{ ...photo, size: 1.5 }] }, ['/files/0/size']],
    [{ files: [{ ...photo, size: 2 ** 60 }] }, ['/files/0/size']],
    [
      { files: [photo, { ref: 1, name: {}, size: null }] },
      ['/files/1/name', '/files/1/size', '/files/1/type', '/files/1/ref'],
    ],
    [{ files: [{ ...photo, ref: 'r'.repeat(257) }] }, ['/files/0/ref']],
    [{ files: [{ ...photo, sha256: 'abc' }] }, ['/files/0/sha256']],
    [{ files: [{ ...photo, sha256: `${'A'.repeat(42)}B=` }] }, ['/files/0/sha256']],
    [{ files: [{ ...photo, partChecksum: 'md5' }] }, ['/files/0/partChecksum']],
    [{ files: [], route: 7 }, ['/route']],
    [{ files: [], metadata: [] }, ['/metadata']],
    [{ files: [], metadata: { a: 1, b: 'x', c: { d: '' } } }, ['/metadata/a', '/metadata/c']],
    [
      { files: [], metadata: { 'a/b~': 'x', '': 'y', _x: 'z' } },
      ['/metadata/a~1b~0', '/metadata/', '/metadata/_x'],
    ],
    [JSON.parse('{"files":[],"metadata":{"__proto__":"x"}}'), ['/metadata/__proto__']],
    [{ files: [], metadata: { a: 'ü'.repeat(1024) } }, ['/metadata']],
    [
      { files: [], metadata: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`n${i}`, ''])) },
      ['/metadata'],
    ],
  ])('of the wrong shape gets pointers: %j', async (body, paths) => {
    const problem = await problemOf(await service.post('/presign', JSON.stringify(body)))
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request' })
    expect(problem.errors?.map(({ path }) => path)).toEqual(paths)
  })

  it('of the wrong shape is answered with pointers on the other calls too', async () => {
    const complete = await problemOf(
      await service.post('/complete', { uploads: [{}, { ticket: 'x', metadata: 1 }] }),
    )
    expect(complete.errors?.map(({ path }) => path)).toEqual(['/uploads/0/ticket', '/uploads/1/metadata'])
    const status = await problemOf(await service.post('/status', { tickets: ['x', 1] }))
    expect(status.errors?.map(({ path }) => path)).toEqual(['/tickets/1'])
    const abort = await problemOf(await service.post('/abort', { ticket: null }))
    expect(abort.errors?.map(({ path }) => path)).toEqual(['/ticket'])
  })

  it.each([
    [{}, ['/ticket']],
    [{ ticket: 'x', partNumbers: 3 }, ['/partNumbers']],
    [
      { ticket: 'x', partNumbers: [0, 1, 10_000, 10_001, 1.5, '2'] },
      ['/partNumbers/0', '/partNumbers/3', '/partNumbers/4', '/partNumbers/5'],
    ],
    [{ ticket: 'x', partNumbers: [1], sha256: { '1': 'short', 'a/b': 7 } }, ['/sha256/1', '/sha256/a~1b']],
    [{ ticket: 'x', afterPartNumber: -1 }, ['/afterPartNumber']],
    [{ ticket: 'x', afterPartNumber: 10_001 }, ['/afterPartNumber']],
  ])('for parts of the wrong shape gets pointers: %j', async (body, paths) => {
    const problem = await problemOf(await service.post('/parts', body))
    expect(problem.errors?.map(({ path }) => path)).toEqual(paths)
  })

  it('with a thousand faults gets a short response', async () => {
    const problem = await problemOf(
      await service.post('/presign', { files: Array.from({ length: 100 }, () => ({})) }),
    )
    expect(problem.errors).toHaveLength(20)
  })

  it.each([
    ['/presign', { files: Array.from({ length: 101 }, () => photo) }],
    ['/parts', { ticket: '', partNumbers: Array(101).fill(1) }],
    ['/complete', { uploads: Array.from({ length: 101 }, () => ({ ticket: '' })) }],
    ['/status', { tickets: Array.from({ length: 101 }, () => '') }],
  ])('to %s may have at most 100 items', async (path, body) => {
    expect(await problemOf(await service.post(path, body))).toMatchObject({
      status: 400,
      code: 'too-many-files',
    })
  })

  it('may have the number of files that route and subject allow', async () => {
    const { post } = uploadService({
      routes: { default: { maxFiles: 3 } },
      authorize: (c) => ({ subject: 'x', maxFiles: Number(c.req.header('x-most')) }),
    })
    const codeFor = async (files: number, most: number) => {
      const answer = await post('/presign', { files: Array(files).fill(photo) }, { 'x-most': `${most}` })
      return answer.status === 200 ? 'ok' : (await problemOf(answer)).code
    }
    expect(await codeFor(3, 99)).toBe('ok')
    expect(await codeFor(4, 99)).toBe('too-many-files')
    expect(await codeFor(3, 2)).toBe('too-many-files')
  })

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nope', ''])(
    'for route %j finds none',
    async (route) => {
      const problem = await problemOf(await service.post('/presign', { route, files: [photo] }))
      expect(problem).toMatchObject({ status: 404, code: 'route-not-found' })
    },
  )
})
