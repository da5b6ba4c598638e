import { describe, expect, it } from 'vitest'
import { entriesOf, eventsOf, outcome, publishBatchAnswer, scene } from '../support/scripted-aws.ts'
import type { ScriptedAnswer } from '../support/scripted-server.ts'
import { photo, secret } from '../support/upload-service.ts'

const refused = (status: number, code: string): ScriptedAnswer => ({
  status,
  headers: { 'x-amzn-requestid': 'r-9' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
})

const itemsOf = (granted: { ticket: string }[]) => granted.map(({ ticket }) => ({ ticket }))

describe('publishing', () => {
  it('sends ten events a batch, and each item gets its own message id', async () => {
    const { grants, complete, sns } = await scene()
    const granted = await grants(23)
    const results = await complete(itemsOf(granted))
    expect(sns.seen.map((request) => entriesOf(request).length).sort()).toEqual([10, 10, 3])
    expect(new Set(eventsOf(sns.seen).map(({ id }) => id))).toEqual(new Set(granted.map(({ id }) => id)))
    const byEvent = new Map(
      sns.seen.flatMap((request) => entriesOf(request).map(({ event }, at) => [event.id, `m-${at + 1}`])),
    )
    expect(results.map((result) => result.ok && result.messageId)).toEqual(
      granted.map(({ id }) => byEvent.get(id)),
    )
  })

  it('splits a batch that is larger than 256 KiB', async () => {
    // Control characters: each takes six in JSON, in the metadata of batch and file and in the subject.
    const metadata = { note: '\u0001'.repeat(2044) }
    const authorize = () => ({ subject: '\u0001'.repeat(256) })
    const { post, complete, sns } = await scene({}, { authorize })
    const response = await post('/presign', { files: Array(10).fill(photo), metadata })
    const { uploads } = (await response.json()) as { uploads: { ticket: string }[] }
    const results = await complete(
      uploads.map(({ ticket }) => ({ ticket, metadata: { more: metadata.note } })),
    )
    expect(results.map(outcome)).toEqual(Array(10).fill('ok'))
    expect(sns.seen).toHaveLength(2)
    for (const request of sns.seen) {
      const bytes = entriesOf(request).map(({ fields }) => new TextEncoder().encode(fields.Message).length)
      expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(256 * 1024)
    }
    expect(eventsOf(sns.seen)).toHaveLength(10)
  })

  it('fails one item alone when SNS refuses its entry', async () => {
    let target = ''
    const { grants, complete, failures } = await scene({
      publish: (request) =>
        publishBatchAnswer(request, ({ id }) => (id === target ? 'InternalFailure' : undefined)),
    })
    const granted = await grants(5)
    target = granted[2]?.id ?? ''
    const results = await complete(itemsOf(granted))
    expect(results.map(outcome)).toEqual(['ok', 'ok', 'publish-failed', 'ok', 'ok'])
    expect(results[2]).toMatchObject({ id: target, error: { retryable: true } })
    expect(failures).toMatchObject([{ code: 'publish-failed', uploadId: target }])
    expect(JSON.stringify(failures)).toContain('InternalFailure')
  })

  it.each([
    ['a page of HTML', '<!doctype html><p>hi'],
    ['nothing', ''],
    ['XML that ends too soon', '<PublishBatchResponse><Successful><member><Id>1</Id>'],
    [
      'entries that were not sent',
      '<PublishBatchResponse><Successful><member><MessageId>m</MessageId><Id>7</Id></member></Successful></PublishBatchResponse>',
    ],
  ])('counts as failed when SNS answers 200 with %s, so no event is lost', async (_, body) => {
    const { grants, complete, sns } = await scene({ publish: () => ({ status: 200, body }) })
    const results = await complete(itemsOf(await grants(2)))
    expect(results.map(outcome)).toEqual(['publish-failed', 'publish-failed'])
    expect(sns.seen).toHaveLength(1)
  })

  it('reads broken XML without a parser', async () => {
    const body = '<a><b></a><member><Id>0</Id><MessageId>m-3</MessageId></member>'
    const { grants, complete } = await scene({ publish: () => ({ status: 200, body }) })
    expect(await complete(itemsOf(await grants(1)))).toMatchObject([{ ok: true, messageId: 'm-3' }])
  })

  it.each([
    [403, 'AuthorizationError', 1, 'publish-denied'],
    [404, 'NotFound', 1, 'publish-denied'],
    [400, 'InvalidParameter', 1, 'publish-denied'],
    [400, 'KMSAccessDenied', 1, 'publish-denied'],
    [400, 'KMSDisabled', 1, 'publish-denied'],
    [400, 'KMSThrottling', 1, 'publish-failed'],
    [403, 'ExpiredToken', 1, 'publish-failed'],
    [400, 'Throttling', 3, 'publish-failed'],
    [503, 'ServiceUnavailable', 3, 'publish-failed'],
  ])('refused with %i %s fails its items after %i calls with %s', async (status, code, times, expected) => {
    let target = ''
    const { grants, complete, sns, failures } = await scene({
      publish: (request) =>
        request.body.includes(target) ? refused(status, code) : publishBatchAnswer(request),
    })
    const granted = await grants(11)
    target = granted[10]?.id ?? ''
    const results = await complete(itemsOf(granted))
    expect(results.map(outcome)).toEqual([...Array(10).fill('ok'), expected])
    expect(results[10]).toMatchObject({
      id: target,
      error: { retryable: expected === 'publish-failed' },
    })
    expect(sns.seen.filter(({ body }) => body.includes(target))).toHaveLength(times)
    expect(failures[0]).toMatchObject({
      code: expected,
      uploadId: target,
      causes: [{ name: 'PublishError' }, { name: code, httpStatus: status, awsRequestId: 'r-9' }],
    })
  })

  it('fails the item when the topic does not exist', async () => {
    const { sns, grants, complete } = await scene()
    await sns.close()
    const [one] = await grants(1)
    expect((await complete([{ ticket: one?.ticket }, { ticket: '' }])).map(outcome)).toEqual([
      'publish-failed',
      'ticket-invalid',
    ])
  })
})

it('logs no ticket, secret, name or URL for any failure', async () => {
  const { grants, complete, failures, s3 } = await scene({
    head: () => ({ status: 403 }),
    publish: () => refused(403, 'AuthorizationError'),
  })
  const [grant] = await grants(1, { ...photo, name: 'private-name.jpg' })
  await complete([{ ticket: grant?.ticket }])
  await s3.close()
  await complete([{ ticket: grant?.ticket }])
  const log = JSON.stringify(failures)
  expect(failures).toHaveLength(2)
  for (const secretThing of [grant?.ticket, secret, 'private-name', '://', 'wJalr', 'Signature']) {
    expect(log).not.toContain(secretThing)
  }
})
