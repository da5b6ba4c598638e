/** Small defences that no journey would miss. */
import { describe, expect, it } from 'vitest'
import type { PresignResponse } from '../../../component/protocol.ts'
import { codesOf, placeholder } from '../support/presigning.ts'
import { entriesOf, eventsOf, outcome, refusal, scene } from '../support/scripted-aws.ts'
import { startScriptedServer } from '../support/scripted-server.ts'
import { photo } from '../support/upload-service.ts'

describe('abort', () => {
  it('deletes only the object that it saw', async () => {
    const { grants, post, s3 } = await scene()
    const [grant] = await grants(1)
    expect(await (await post('/abort', { ticket: grant?.ticket })).json()).toMatchObject({
      removed: 'object',
    })
    const removal = s3.seen.find(({ method }) => method === 'DELETE')
    expect(removal?.headers['if-match']).toBe('"e1"')
  })

  it('leaves an object that was overwritten in between', async () => {
    const s3 = await startScriptedServer(({ method, url }) =>
      method === 'DELETE'
        ? refusal(412, 'PreconditionFailed')
        : {
            status: 200,
            headers: {
              'content-length': '1000',
              etag: '"e1"',
              'last-modified': 'Thu, 01 Jan 2026 10:00:00 GMT',
              'x-amz-meta-upload-id': url,
            },
          },
    )
    const { grants, post } = await scene({}, { endpoint: s3.url })
    const [grant] = await grants(1)
    expect(await (await post('/abort', { ticket: grant?.ticket })).json()).toMatchObject({
      removed: 'nothing',
    })
    await s3.close()
  })
})

describe('events', () => {
  it('have distinct ids in every batch', async () => {
    const { grants, complete, sns } = await scene()
    await complete((await grants(25)).map(({ ticket }) => ({ ticket })))
    const batches = sns.seen.map((request) => entriesOf(request).map(({ id }) => id))
    expect(batches.map((ids) => new Set(ids).size)).toEqual(batches.map((ids) => ids.length))
    expect(batches.flat()).toHaveLength(25)
  })

  it('carry U+FFFE and U+FFFF as ASCII, which SQS delivers', async () => {
    const { grants, complete, sns } = await scene()
    const [grant] = await grants(1)
    const metadata = { caption: 'a\ufffeb\uffffc' }
    expect((await complete([{ ticket: grant?.ticket, metadata }])).map(outcome)).toEqual(['ok'])
    const message = sns.seen.flatMap(entriesOf)[0]?.fields.Message ?? ''
    expect(message).not.toMatch(/[\ufffe\uffff]/)
    expect(eventsOf(sns.seen)[0]?.metadata).toEqual(metadata)
  })
})

it.each([`image/x${placeholder}`, 'image/x$', 'image/png-$-x', '$image/png'])(
  'the media type %j is never signed',
  async (type) => {
    const routes = { default: { allowedContentTypes: ['image/*'] } }
    expect(await codesOf([{ ...photo, name: 'x', type }], { routes })).toEqual(['unsupported-content-type'])
  },
)

it('the longest ticket is read again', async () => {
  const { post, complete } = await scene()
  const longest = { ...photo, name: `${'写'.repeat(251)}.jpg` }
  const metadata = { a: '\u0001'.repeat(2047) }
  const response = await post('/presign', { files: [longest], metadata })
  const { uploads }: PresignResponse = await response.json()
  const [grant] = uploads
  if (grant?.ok !== true) throw new Error('Granted')
  expect(grant.ticket.length).toBeGreaterThan(16_384)
  expect((await complete([{ ticket: grant.ticket }])).map(outcome)).toEqual(['ok'])
})
