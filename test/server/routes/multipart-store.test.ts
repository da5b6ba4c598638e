/** Large files on stores that lose responses, contradict themselves or do not verify. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { eventsOf, outcome } from '../support/scripted-aws.ts'
import { headersOf, large, partsPage, refusal, storedParts, storeScene } from '../support/scripted-store.ts'

const inProgress = refusal(500, 'InternalError')
const isComplete = { status: 200, body: '<CompleteMultipartUploadResult/>' }

describe('completing a large file', () => {
  it('lists, assembles sorted parts and reads the object', async () => {
    const { grant, complete, asked, s3, sns } = await storeScene({
      list: () => partsPage([...storedParts].reverse()),
    })
    const { ticket, id } = await grant()
    expect(await complete(ticket)).toMatchObject([{ ok: true, id, size: large.size, etag: '"e-3"' }])
    expect(asked).toEqual(['create', 'list', 'complete', 'head'])
    const sent = s3.seen.find(({ method, url }) => method === 'POST' && url.includes('uploadId=u-1'))
    expect(
      [...(sent?.body.matchAll(/<PartNumber>(\d)<\/PartNumber>/g) ?? [])].map(([, number]) => number),
    ).toEqual(['1', '2', '3'])
    expect(sent?.body).toMatch(/<ETag>(&quot;|")e1(&quot;|")<\/ETag>/)
    expect(eventsOf(sns.seen)).toMatchObject([{ id, size: large.size }])
  })

  it.each([
    ['an error that comes as 200', () => ({ ...inProgress, status: 200 })],
    ['500, as Ceph does to the second of two', () => inProgress],
    ['a broken connection', () => 'cut' as const],
    ['404, because another completion was faster', () => refusal(404, 'NoSuchUpload')],
    ['white space and nothing more', () => ({ status: 200, body: '  ' })],
    ['nothing', () => ({ status: 200 })],
  ])('has happened when the answer was %s but the object is there', async (_, answer) => {
    const { grant, complete } = await storeScene({ complete: answer })
    expect(await complete((await grant()).ticket)).toMatchObject([{ ok: true }])
  })

  it('retries an error with status 200 before it reads the object', async () => {
    const answers = [{ ...inProgress, status: 200 }, isComplete]
    const { grant, complete, asked } = await storeScene({ complete: () => answers.shift() ?? isComplete })
    expect(await complete((await grant()).ticket)).toMatchObject([{ ok: true }])
    expect(asked).toEqual(['create', 'list', 'complete', 'complete', 'head'])
  })

  it.each([
    ['an error that comes as 200', { ...inProgress, status: 200 }, 'storage-unavailable', true],
    ['500', inProgress, 'storage-unavailable', true],
    ['503', refusal(503, 'SlowDown'), 'storage-unavailable', true],
    ['403', refusal(403, 'AccessDenied'), 'storage-denied', false],
    ['404', refusal(404, 'NoSuchUpload'), 'upload-not-found', false],
    ['a part changed since the list', refusal(400, 'InvalidPart'), 'parts-missing', true],
    ['200, and yet no object', isComplete, 'upload-not-found', true],
  ])('has failed for %s when no object is there', async (_, answer, code, retryable) => {
    const { grant, complete, sns } = await storeScene({
      complete: () => answer,
      head: () => ({ status: 404 }),
    })
    const { ticket, id } = await grant()
    expect(await complete(ticket)).toMatchObject([{ ok: false, id, error: { code, retryable } }])
    expect(sns.seen).toEqual([])
  })

  it.each(['NoSuchUpload', 'NoSuchKey'])(
    'is done when the parts are gone (%s) and the object is there, otherwise it is over',
    async (code) => {
      let head = { status: 404, headers: {} }
      const { grant, complete, asked } = await storeScene({
        list: () => refusal(404, code),
        head: () => head,
      })
      const { ticket, id } = await grant()
      expect(await complete(ticket)).toMatchObject([
        { error: { code: 'upload-not-found', retryable: false } },
      ])
      head = { status: 200, headers: headersOf(id) }
      expect(await complete(ticket)).toMatchObject([{ ok: true }])
      expect(asked).not.toContain('complete')
    },
  )

  it('does not accept an older object under the same key', async () => {
    const head = () => ({ status: 200, headers: headersOf('older') })
    const failing = await storeScene({ head, complete: () => inProgress })
    expect((await failing.complete((await failing.grant()).ticket)).map(outcome)).toEqual([
      'storage-unavailable',
    ])
    const assembled = await storeScene({ head })
    expect((await assembled.complete((await assembled.grant()).ticket)).map(outcome)).toEqual([
      'object-mismatch',
    ])
  })

  it.each([
    ['a part is missing', storedParts.slice(1)],
    ['the last part is missing', storedParts.slice(0, 2)],
    [
      'a part is a byte short',
      storedParts.map((part) => ({ ...part, size: part.size - (part.partNumber === 2 ? 1 : 0) })),
    ],
    ['none is there', []],
  ])('is not tried when %s', async (_, parts) => {
    const { grant, complete, asked } = await storeScene({ list: () => partsPage(parts) })
    const [result] = await complete((await grant()).ticket)
    expect(result).toMatchObject({ error: { code: 'parts-missing', retryable: true } })
    expect(asked).not.toContain('complete')
  })

  it('ignores parts that were not planned', async () => {
    const extra = { partNumber: 4, size: 5, etag: 'e4' }
    const { grant, complete, s3 } = await storeScene({ list: () => partsPage([...storedParts, extra]) })
    expect(await complete((await grant()).ticket)).toMatchObject([{ ok: true }])
    expect(s3.seen.some(({ body }) => body.includes('e4'))).toBe(false)
  })

  it('reads every page of the list', async () => {
    const { grant, complete, s3, post } = await storeScene({
      list: (_, { url }) =>
        url.includes('part-number-marker=2')
          ? partsPage(storedParts.slice(2))
          : partsPage(storedParts.slice(0, 2), true),
    })
    const { ticket } = await grant()
    expect(await complete(ticket)).toMatchObject([{ ok: true }])
    expect(s3.seen.filter(({ method }) => method === 'GET')).toHaveLength(2)
    const page = await (await post('/parts', { ticket })).json()
    expect(page).toMatchObject({ kind: 'stored', nextPartNumber: 2 })
    const rest = await (await post('/parts', { ticket, afterPartNumber: 2 })).json()
    expect(rest).toMatchObject({ parts: [{ partNumber: 3 }], nextPartNumber: null })
  })

  it('assembles ten thousand parts from ten pages', async () => {
    const size = 10_000 * 16 * 1024 ** 2
    const { grant, complete, asked, s3 } = await storeScene(
      {
        list: (_, { url }) => {
          const after = Number(/part-number-marker=(\d+)/.exec(url)?.[1] ?? 0)
          const page = Array.from({ length: 1000 }, (_, index) => after + index + 1)
          const parts = page.map((partNumber) => ({
            partNumber,
            size: 16 * 1024 ** 2,
            etag: `e${partNumber}`,
          }))
          return partsPage(parts, after < 9000)
        },
        head: (usual) => ({ ...usual, headers: { ...usual.headers, 'content-length': String(size) } }),
      },
      { routes: { default: { maxFileSize: size } } },
    )
    expect(await complete((await grant({ ...large, size })).ticket)).toMatchObject([{ ok: true, size }])
    expect(asked.filter((operation) => operation === 'list')).toHaveLength(10)
    const sent = s3.seen.find(({ method, url }) => method === 'POST' && url.includes('uploadId=u-1'))
    const numbers = [...(sent?.body.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g) ?? [])].map(([, text]) =>
      Number(text),
    )
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1))
  })

  it.each([
    ['a page of HTML', { status: 200, body: '<html></html>' }],
    ['half a list', { status: 200, body: '<ListPartsResult><Part><PartNumber>1' }],
    ['500', refusal(500, 'InternalError')],
  ])('is retryable for a store that lists with %s', async (_, list) => {
    const { grant, complete } = await storeScene({ list: () => list })
    expect(await complete((await grant()).ticket)).toMatchObject([
      { error: { code: 'storage-unavailable', retryable: true } },
    ])
  })

  it.each([
    ['another size', { 'content-length': '5' }],
    ['another type', { 'content-type': 'text/html' }],
  ])('detects an object of %s', async (_, changes) => {
    const { grant, complete } = await storeScene({
      head: (usual) => ({ ...usual, headers: { ...usual.headers, ...changes } }),
    })
    expect((await complete((await grant()).ticket)).map(outcome)).toEqual(['object-mismatch'])
  })
})

describe('a faulty store', () => {
  it('that lists the same parts without end is given up at once', async () => {
    const { grant, complete, asked } = await storeScene({
      list: () => partsPage(storedParts.slice(0, 2), true),
    })
    expect((await complete((await grant()).ticket)).map(outcome)).toEqual(['storage-unavailable'])
    expect(asked.filter((operation) => operation === 'list').length).toBeLessThan(5)
  })

  it.each([
    [400, 'RequestTimeout'],
    [409, 'OperationAborted'],
    [409, 'ConditionalRequestConflict'],
  ])('only temporarily is asked again: %i %s', async (status, code) => {
    const { grant, complete } = await storeScene({
      complete: () => refusal(status, code),
      head: () => ({ status: 404 }),
    })
    expect(await complete((await grant()).ticket)).toMatchObject([
      { error: { code: 'storage-unavailable', retryable: true } },
    ])
  })

  it('without the bucket is not reported as a missing upload', async () => {
    const { grant, complete, failures } = await storeScene({
      list: () => refusal(404, 'NoSuchBucket'),
      head: () => ({ status: 404 }),
    })
    expect((await complete((await grant()).ticket)).map(outcome)).toEqual(['storage-denied'])
    expect(failures).toHaveLength(1)
  })
})

describe('a store and the checksums of parts', () => {
  it.each(['not base64!', btoa('x'.repeat(33)), btoa('short')])(
    'that are malformed (%s) fail that file alone',
    async (sha256) => {
      const { grant, post } = await storeScene({
        list: () => partsPage(storedParts.map((part) => ({ ...part, sha256 }))),
      })
      const { ticket } = await grant({ ...large, partChecksum: 'sha256' })
      const answer = await post('/complete', { uploads: [{ ticket }] })
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ uploads: [{ error: { code: 'checksum-unverified' } }] })
    },
  )

  const checked = { ...large, partChecksum: 'sha256' }
  const digests = [1, 2, 3].map((part) => createHash('sha256').update(`part ${part}`).digest())
  const composite = `${createHash('sha256').update(Buffer.concat(digests)).digest('base64')}-3`
  const parts = storedParts.map((part, index) => ({
    ...part,
    sha256: digests[index]?.toString('base64') ?? '',
  }))
  const withSum = (sum: string) => (usual: { status: number; headers?: Record<string, string> }) => ({
    ...usual,
    headers: { ...usual.headers, 'x-amz-checksum-sha256': sum },
  })

  it('that verifies them provides the event’s checksum', async () => {
    const { grant, complete, sns, s3 } = await storeScene({
      list: () => partsPage(parts),
      head: withSum(composite),
    })
    expect(await complete((await grant(checked)).ticket)).toMatchObject([{ ok: true, sha256: composite }])
    expect(eventsOf(sns.seen)).toMatchObject([{ sha256: composite }])
    const sent = s3.seen.find(({ method, url }) => method === 'POST' && url.includes('uploadId=u-1'))
    expect(sent?.body).toContain(`<ChecksumSHA256>${parts[2]?.sha256}</ChecksumSHA256>`)
  })

  it.each([
    ['takes them and forgets them', storedParts, composite],
    ['forgets one of them', [...parts.slice(0, 2), ...storedParts.slice(2)], composite],
    ['knows none of the whole', parts, ''],
  ])('that %s is reported and never trusted', async (_, list, sum) => {
    const { grant, complete, sns, failures } = await storeScene({
      list: () => partsPage(list),
      head: withSum(sum),
    })
    const [result] = await complete((await grant(checked)).ticket)
    expect(result).toMatchObject({ error: { code: 'checksum-unverified', retryable: false } })
    expect(failures.map(({ code }) => code)).toEqual(['checksum-unverified'])
    expect(sns.seen).toEqual([])
  })

  it('that reports another checksum of the object has another file', async () => {
    const other = `A${composite.slice(1)}`
    const { grant, complete } = await storeScene({ list: () => partsPage(parts), head: withSum(other) })
    expect((await complete((await grant(checked)).ticket)).map(outcome)).toEqual(['object-mismatch'])
  })

  it('that cannot list parts any more still reports their count', async () => {
    const sums = [composite, composite.replace('-3', '-2')]
    const { grant, complete } = await storeScene({
      list: () => refusal(404, 'NoSuchUpload'),
      head: (_, { url }) => ({
        status: 200,
        headers: {
          ...headersOf(/([0-9a-f-]{36})\.jpg/.exec(url)?.[1] ?? ''),
          'x-amz-checksum-sha256': sums.shift() ?? '',
        },
      }),
    })
    const { ticket } = await grant(checked)
    expect((await complete(ticket)).map(outcome)).toEqual(['ok'])
    expect((await complete(ticket)).map(outcome)).toEqual(['object-mismatch'])
  })
})
