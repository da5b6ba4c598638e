/** Forms without a policy, to a bucket that a canned ACL opened when it was created. */
import { createHash } from 'node:crypto'
import { GetObjectTaggingCommand } from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { bucketUrl, sendForm } from '../form-upload.ts'
import { exchange, type HttpResponse } from '../http-exchange.ts'
import { elementOf, statusOf, storedAt } from '../observe.ts'

const STORED = 'stored 4 bytes of binary/octet-stream'
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')
const tagging = '<Tagging><TagSet><Tag><Key>kind</Key><Value>cat</Value></Tag></TagSet></Tagging>'

const forms: [name: string, aws: string, fields: Record<string, string>][] = [
  ['no other field', `204, ${STORED}`, {}],
  ['success_action_status 200', `200, ${STORED}`, { success_action_status: '200' }],
  ['success_action_status 201', `201, ${STORED}`, { success_action_status: '201' }],
  ['success_action_status 404', `204, ${STORED}`, { success_action_status: '404' }],
  ['right SHA-256', `204, ${STORED}`, { 'x-amz-checksum-sha256': sha256('meow') }],
  ['wrong SHA-256', '400 BadDigest, nothing stored', { 'x-amz-checksum-sha256': sha256('woof') }],
  ['malformed tagging', '400 MalformedXML, nothing stored', { tagging: '<Tagging>' }],
]

async function send(context: CaseContext, fields: Record<string, string>) {
  const bucket = await context.createBucket('public-read-write')
  const url = bucketUrl({ ...context, bucket })
  const response = await sendForm({ url, fields: { key: context.key, ...fields } }, 'meow')
  return { bucket, url, response }
}

/** `bucket key etag` in this order, with the values of the stored object. */
function redirectOf({ headers }: HttpResponse, bucket: string, key: string): string {
  const { origin, pathname, searchParams } = new URL(headers.location ?? '')
  const expected = { bucket, key, etag: '"4a4be40c96ac6314e91d93f38043a634"' }
  const found = Object.entries(expected).filter(([name, value]) => searchParams.get(name) === value)
  return `${origin}${pathname} with ${found.map(([name]) => name).join(' ')}`
}

export const publicFormCases: ConformanceCase[] = [
  ...forms.map(([name, aws, fields]) => ({
    name: `Anonymous form: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const { bucket, response } = await send(context, fields)
      return `${statusOf(response)}, ${await storedAt(context, context.key, bucket)}`
    },
  })),
  {
    name: 'Anonymous form: success_action_redirect',
    aws: '303, http://page.example/done with bucket key etag',
    run: async (context) => {
      const { bucket, response } = await send(context, {
        success_action_redirect: 'http://page.example/done',
        success_action_status: '201',
      })
      return `${statusOf(response)}, ${redirectOf(response, bucket, context.key)}`
    },
  },
  {
    name: 'Anonymous form: tagging',
    aws: '204, kind=cat',
    run: async (context) => {
      const { bucket, response } = await send(context, { tagging })
      const { TagSet = [] } = await context.s3.send(
        new GetObjectTaggingCommand({ Bucket: bucket, Key: context.key }),
      )
      return `${statusOf(response)}, ${TagSet.map(({ Key, Value }) => `${Key}=${Value}`).join()}`
    },
  },
  {
    name: 'Public bucket: an anonymous list, of either version',
    aws: '200 with its key, 200 with its key',
    run: async (context) => {
      const { url } = await send(context, {})
      const lists = await Promise.all(
        ['', '?list-type=2'].map((query) => exchange({ method: 'GET', url: `${url}${query}` })),
      )
      const seen = lists.map((list) => {
        return `${statusOf(list)} ${elementOf(list.text, 'Key') === context.key ? 'with' : 'without'} its key`
      })
      return seen.join(', ')
    },
  },
  {
    name: 'Private bucket: an anonymous list',
    aws: '403 AccessDenied',
    run: async (context) => statusOf(await exchange({ method: 'GET', url: bucketUrl(context) })),
  },
]
