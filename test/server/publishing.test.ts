import { describe, expect, it } from 'vitest'
import { eventOf, outcome, published, scene } from './scripted-aws.ts'
import type { ScriptedAnswer } from './scripted-server.ts'
import { photo, secret } from './upload-service.ts'

const refused = (status: number, code: string): ScriptedAnswer => ({
  status,
  headers: { 'x-amzn-requestid': 'r-9' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
})

describe('publishing', () => {
  it.each([
    ['XML that no parser takes', '<PublishResponse><MessageId>m-2</MessageId', null],
    ['an id in broken XML', '<a><b></a><MessageId>m-3</MessageId>', 'm-3'],
    ['nothing', '', null],
    ['a page of HTML', '<!doctype html><p>hi', null],
  ])('has happened when SNS answers 200 with %s', async (_, body, messageId) => {
    const { grants, complete, sns } = await scene({ publish: () => ({ status: 200, body }) })
    const [grant] = await grants(1)
    const [result] = await complete([{ ticket: grant?.ticket }])
    expect(result).toMatchObject({ ok: true, messageId: messageId ?? grant?.id })
    expect(sns.seen).toHaveLength(1)
  })

  it.each([
    [403, 'AuthorizationError', 1],
    [404, 'NotFound', 1],
    [400, 'InvalidParameter', 1],
    [400, 'Throttling', 3],
    [503, 'ServiceUnavailable', 3],
  ])(
    'refused with %i %s fails that item and may pass; SNS is asked %i times',
    async (status, code, times) => {
      let target = ''
      const { grants, complete, sns, failures } = await scene({
        publish: ({ body }) => (body.includes(target) ? refused(status, code) : published),
      })
      const [one, two] = await grants(2)
      target = one?.id ?? ''
      const results = await complete([{ ticket: one?.ticket }, { ticket: two?.ticket }])
      expect(results.map(outcome)).toEqual(['publish-failed', 'ok'])
      expect(results[0]).toMatchObject({ id: one?.id, error: { retryable: true } })
      expect(sns.seen.filter((request) => eventOf(request).id === one?.id)).toHaveLength(times)
      expect(failures[0]).toMatchObject({
        code: 'publish-failed',
        uploadId: one?.id,
        causes: [{ name: 'PublishError' }, { name: code, httpStatus: status, awsRequestId: 'r-9' }],
      })
    },
  )

  it('to a topic that is gone fails that item', async () => {
    const { sns, grants, complete } = await scene()
    await sns.close()
    const [one] = await grants(1)
    expect((await complete([{ ticket: one?.ticket }, { ticket: '' }])).map(outcome)).toEqual([
      'publish-failed',
      'ticket-invalid',
    ])
  })
})

it('logs no ticket, secret, name or URL, whatever fails', async () => {
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
