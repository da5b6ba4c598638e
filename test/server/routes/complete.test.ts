import { describe, expect, it } from 'vitest'
import { RejectUpload } from '../../../server/index.ts'
import { entriesOf, eventsOf, outcome, scene } from '../support/scripted-aws.ts'
import type { ScriptedAnswer, SeenRequest } from '../support/scripted-server.ts'
import { photo } from '../support/upload-service.ts'

const headsOf = (s3: { seen: SeenRequest[] }) => s3.seen.filter(({ method }) => method === 'HEAD')

describe('completing', () => {
  it('answers with the stored object and publishes the event with its attributes', async () => {
    const now = new Date()
    const { grants, complete, sns } = await scene({}, { clock: () => now })
    const file = { ...photo, name: 'Büro 😀.jpg' }
    const [grant] = await grants(1, file)
    const [result] = await complete([{ ticket: grant?.ticket, metadata: { caption: 'Hi' } }])
    const { id, key } = grant ?? {}
    const stored = {
      id,
      key,
      size: 1000,
      contentType: 'image/jpeg',
      etag: '"e1"',
      versionId: null,
      sha256: null,
    }
    expect(result).toEqual({ ok: true, ...stored, messageId: 'm-1' })
    expect(eventsOf(sns.seen)).toEqual([
      {
        type: 'upload.completed',
        version: 1,
        bucket: 'acme-in',
        ...stored,
        route: 'default',
        subject: 'ann',
        fileName: 'Büro 😀.jpg',
        metadata: { caption: 'Hi' },
        uploadedAt: '2026-01-01T10:00:00.000Z',
        completedAt: now.toISOString(),
      },
    ])
    expect(new URLSearchParams(sns.seen[0]?.body).get('TopicArn')).toBe(
      'arn:aws:sns:eu-west-1:000000000000:uploads',
    )
    const [entry] = sns.seen.flatMap(entriesOf)
    const attributes = Object.entries(entry?.fields ?? {}).filter(([name]) =>
      name.startsWith('MessageAttributes'),
    )
    expect(
      attributes.filter(([name]) => /\.(Name|Value\.StringValue)$/.test(name)).map(([, value]) => value),
    ).toEqual(['type', 'upload.completed', 'version', '1', 'route', 'default', 'contentType', 'image/jpeg'])
  })

  it('keeps the version and drops the "null" of suspended versioning', async () => {
    const versions = ['v-7', 'null']
    const { grants, complete } = await scene({
      head: (usual) => ({
        ...usual,
        headers: { ...usual.headers, 'x-amz-version-id': versions.shift() ?? '' },
      }),
    })
    const [one, two] = await grants(2)
    expect((await complete([{ ticket: one?.ticket }]))[0]).toMatchObject({ versionId: 'v-7' })
    expect((await complete([{ ticket: two?.ticket }]))[0]).toMatchObject({ versionId: null })
  })

  it('adds a file’s metadata to the batch’s and never replaces it', async () => {
    const { post, complete, s3, sns } = await scene()
    const files = [photo, photo, photo]
    const response = await post('/presign', { files, metadata: { album: '42', constructor: 'batch' } })
    const { uploads } = (await response.json()) as { uploads: { ticket: string }[] }
    const [one, two, three] = uploads.map(({ ticket }) => ticket)
    const results = await complete([
      { ticket: one, metadata: { caption: 'own', toString: 'own' } },
      { ticket: two, metadata: { caption: 'own', album: '43' } },
      { ticket: three, metadata: { album: '42' } },
    ])
    expect(results.map(outcome)).toEqual(['ok', 'rejected', 'ok'])
    expect(results[1]).toMatchObject({
      error: { retryable: false, detail: 'The batch\'s metadata has another value for "album".' },
    })
    expect(headsOf(s3)).toHaveLength(2)
    const signed = { album: '42', constructor: 'batch' }
    expect(eventsOf(sns.seen).map(({ metadata }) => metadata)).toEqual([
      { ...signed, caption: 'own', toString: 'own' },
      signed,
    ])
    // Corrected, it is announced.
    expect((await complete([{ ticket: two, metadata: { caption: 'own' } }])).map(outcome)).toEqual(['ok'])
  })

  it('asks SNS to deduplicate on a FIFO topic', async () => {
    const { grants, complete, sns } = await scene(
      {},
      { topicArn: 'arn:aws:sns:eu-west-1:000000000000:uploads.fifo' },
    )
    const [grant] = await grants(1)
    await complete([{ ticket: grant?.ticket }])
    const [entry] = sns.seen.flatMap(entriesOf)
    expect(entry?.fields).toMatchObject({
      MessageDeduplicationId: grant?.id,
      MessageGroupId: grant?.id,
    })
  })

  it('is announced once, however often a ticket is sent', async () => {
    const { grants, complete, s3, sns } = await scene()
    const [grant] = await grants(1)
    const item = { ticket: grant?.ticket }
    const first = await complete(Array(100).fill(item))
    expect(headsOf(s3)).toHaveLength(1)
    const results = await Promise.all([complete([item]), complete([item, item])])
    expect([...first, ...results.flat()]).toEqual(Array(103).fill(first[0]))
    expect(first[0]).toMatchObject({ ok: true, messageId: 'm-1' })
    expect(eventsOf(sns.seen).map(({ id }) => id)).toEqual([grant?.id])
  })

  it('keeps the order of a hundred items, valid and invalid', async () => {
    const { grants, complete } = await scene()
    const granted = await grants(100)
    const items = granted.map(({ ticket }, index) => ({ ticket: index % 3 === 0 ? `${ticket}x` : ticket }))
    const results = await complete(items)
    expect(results.map((result) => result.id)).toEqual(
      granted.map(({ id }, index) => (index % 3 === 0 ? null : id)),
    )
    expect(results.map(outcome)).toEqual(
      granted.map((_, index) => (index % 3 === 0 ? 'ticket-invalid' : 'ok')),
    )
  })
})

describe('an item that fails', () => {
  /** The first of three grants meets the script; the others meet a correct store. */
  async function first(head: (usual: ScriptedAnswer) => ScriptedAnswer | 'hang', file: object = photo) {
    let target = ''
    const made = await scene({ head: (usual, { url }) => (url.includes(target) ? head(usual) : usual) })
    const granted = await made.grants(3, file)
    target = granted[0]?.id ?? ''
    const results = await made.complete(granted.map(({ ticket }) => ({ ticket })))
    return { ...made, results, granted }
  }

  const changed = (headers: Record<string, string>) => (usual: ScriptedAnswer) => ({
    ...usual,
    headers: { ...usual.headers, ...headers },
  })

  it.each([
    ['nothing there', () => ({ status: 404 }), 'upload-not-found', true, 0],
    ['another size', changed({ 'content-length': '1001' }), 'object-mismatch', false, 1],
    ['an empty object', changed({ 'content-length': '0' }), 'object-mismatch', false, 1],
    ['another type', changed({ 'content-type': 'text/html' }), 'object-mismatch', false, 1],
    ['another upload', changed({ 'x-amz-meta-upload-id': 'other' }), 'object-mismatch', false, 1],
    ['no right to look', () => ({ status: 403 }), 'storage-denied', false, 1],
    ['the wrong region', () => ({ status: 301 }), 'storage-denied', false, 1],
    ['a failing store', () => ({ status: 500 }), 'storage-unavailable', true, 1],
    ['a busy store', () => ({ status: 503 }), 'storage-unavailable', true, 1],
    ['too many requests', () => ({ status: 429 }), 'storage-unavailable', true, 1],
    ['no ETag', (usual: ScriptedAnswer) => changed({ etag: '' })(usual), 'storage-unavailable', true, 1],
  ] as const)('is reported for %s, and the others go on', async (_, head, code, retryable, logged) => {
    const { results, granted, sns, failures } = await first(head)
    expect(results.map(outcome)).toEqual([code, 'ok', 'ok'])
    expect(results[0]).toMatchObject({ id: granted[0]?.id, error: { code, retryable } })
    expect(eventsOf(sns.seen)).toHaveLength(2)
    expect(failures.map((failure) => failure.code)).toEqual(Array(logged).fill(code))
  })

  it('is reported for a missing or different checksum', async () => {
    const sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    const other = `A${sha256.slice(1)}`
    const granted = { ...photo, sha256 }
    const missing = await first((usual) => usual, granted)
    expect(missing.results.map(outcome)).toEqual(Array(3).fill('checksum-unverified'))
    expect(missing.results[0]).toMatchObject({ error: { retryable: false } })
    expect(missing.failures).toMatchObject([{ code: 'checksum-unverified', count: 3 }])
    const { grants, complete, sns } = await scene({
      head: (usual) => changed({ 'x-amz-checksum-sha256': hashes.shift() ?? '' })(usual),
    })
    const hashes = [sha256, other]
    const [one, two] = await grants(2, granted)
    expect((await complete([{ ticket: one?.ticket }]))[0]).toMatchObject({ ok: true, sha256 })
    expect((await complete([{ ticket: two?.ticket }])).map(outcome)).toEqual(['object-mismatch'])
    expect(eventsOf(sns.seen).map((event) => event.sha256)).toEqual([sha256])
  })

  it('is reported for a store that is down', async () => {
    const { s3, grants, complete, sns } = await scene()
    const granted = await grants(2)
    await s3.close()
    const results = await complete([...granted.map(({ ticket }) => ({ ticket })), { ticket: 'x' }])
    expect(results.map(outcome)).toEqual(['storage-unavailable', 'storage-unavailable', 'ticket-invalid'])
    expect(sns.seen).toEqual([])
  })

  it('is reported for another user’s, a forged and an expired ticket, without a call to S3', async () => {
    let now = Date.now()
    const { grants, complete, s3 } = await scene({}, { clock: () => new Date(now) })
    const [[mine], [theirs]] = await Promise.all([grants(1), grants(1, photo, 'bob')])
    now += (300 + 3600 - 60) * 1000
    const usable = await complete([
      { ticket: mine?.ticket },
      { ticket: theirs?.ticket },
      { ticket: `${mine?.ticket}A` },
    ])
    expect(usable.map(outcome)).toEqual(['ok', 'forbidden', 'ticket-invalid'])
    expect(usable.map(({ id }) => id)).toEqual([mine?.id, theirs?.id, null])
    now += 120_000
    expect((await complete([{ ticket: mine?.ticket }])).map(outcome)).toEqual(['ticket-expired'])
    expect(headsOf(s3)).toHaveLength(1)
  })

  it('is reported with the limit for too much metadata', async () => {
    const { grants, complete } = await scene()
    const [one, two] = await grants(2)
    const results = await complete([
      { ticket: one?.ticket, metadata: { a: 'x'.repeat(2048) } },
      { ticket: two?.ticket, metadata: { a: 'x'.repeat(2047) } },
    ])
    expect(results.map(outcome)).toEqual(['rejected', 'ok'])
    expect(results[0]).toMatchObject({ error: { limit: 2048 } })
  })
})

describe('onUploadComplete', () => {
  it('may veto one file before it is announced and return data for another', async () => {
    const { grants, complete, sns, failures } = await scene(
      {},
      {
        onUploadComplete: ({ fileName }, c) => {
          if (fileName === 'no') throw new RejectUpload('Not this one.')
          if (fileName === 'broken') throw new Error('secret detail')
          return fileName === 'nothing' ? undefined : { url: c.req.path }
        },
      },
    )
    const tickets = await Promise.all(
      ['no', 'yes', 'broken', 'nothing'].map(
        async (name) => (await grants(1, { ...photo, name }))[0]?.ticket,
      ),
    )
    const results = await complete(tickets.map((ticket) => ({ ticket })))
    expect(results.map(outcome)).toEqual(['rejected', 'ok', 'rejected', 'ok'])
    expect(results[0]).toMatchObject({ error: { detail: 'Not this one.', retryable: false } })
    expect(results[1]).toMatchObject({ data: { url: '/uploads/complete' } })
    expect(results[2]).toMatchObject({ error: { retryable: true } })
    expect(results[3]).not.toHaveProperty('data')
    expect(JSON.stringify(results)).not.toContain('secret detail')
    expect(eventsOf(sns.seen)).toHaveLength(2)
    expect(failures).toHaveLength(1)
  })
})
