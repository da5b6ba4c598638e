/** Uploads by a page, in a browser: what the page can read of the responses. */
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { SeenResponse } from '../browser-page.ts'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { signForm } from '../form-upload.ts'
import { storedAt } from '../observe.ts'

const MEOW = 'ETag "4a4be40c96ac6314e91d93f38043a634"'

function seen({ status, code, etag }: SeenResponse): string {
  if (status === 0) return 'network error'
  return [`${status}${code ? ` ${code}` : ''}`, ...(etag ? [`ETag ${etag}`] : [])].join(', ')
}

async function post(
  context: CaseContext,
  size: number,
  Expires = 600,
  bucket = context.bucket,
): Promise<SeenResponse> {
  const form = await signForm(
    { ...context, bucket },
    { Expires, Conditions: [['content-length-range', 1, 1000]] },
  )
  return (await context.browser()).send({ method: 'POST', ...form, size })
}

export const browserCases: ConformanceCase[] = [
  {
    name: 'Browser: a form, its progress and its ETag',
    aws: `204, ${MEOW}, progress to the end, stored 4 bytes of binary/octet-stream`,
    run: async (context) => {
      const form = await signForm(context)
      const response = await (await context.browser()).send({ method: 'POST', ...form, text: 'meow' })
      return `${seen(response)}, ${response.progress === 1 ? 'progress to the end' : 'no progress'}, ${await storedAt(context)}`
    },
  },
  {
    name: 'Browser: a form too large with a readable error',
    aws: '400 EntityTooLarge',
    run: async (context) => seen(await post(context, 2000)),
  },
  {
    name: 'Browser: a form of 50 MB too large with a readable error',
    aws: '400 EntityTooLarge',
    run: async (context) => seen(await post(context, 50_000_000)),
  },
  {
    name: 'Browser: an expired form with a readable error',
    aws: '403 AccessDenied',
    run: async (context) => seen(await post(context, 100, -10)),
  },
  {
    name: 'Browser: a bucket without rules is a network error',
    aws: 'network error',
    run: async (context) => seen(await post(context, 100, 600, await context.createBucket())),
  },
  {
    name: 'Browser: a part and its ETag',
    aws: `200, ${MEOW}`,
    run: async (context) => {
      const { bucket: Bucket, key: Key, s3 } = context
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
      const url = await getSignedUrl(s3, new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1 }))
      return seen(await (await context.browser()).send({ method: 'PUT', url, text: 'meow' }))
    },
  },
  {
    name: 'Browser: an expired PUT with a readable error',
    aws: '403 AccessDenied',
    run: async (context) => {
      const command = new PutObjectCommand({ Bucket: context.bucket, Key: context.key })
      const signingDate = new Date(Date.now() - 3_600_000)
      const url = await getSignedUrl(context.s3, command, { signingDate, expiresIn: 600 })
      return seen(await (await context.browser()).send({ method: 'PUT', url, text: 'meow' }))
    },
  },
  {
    name: 'Browser: a header of no rule is a network error',
    aws: 'network error',
    run: async (context) => {
      const url = await getSignedUrl(
        context.s3,
        new PutObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return seen(
        await (await context.browser()).send({
          method: 'PUT',
          url,
          text: 'meow',
          headers: { 'x-custom': '1' },
        }),
      )
    },
  },
  {
    name: 'Browser: a GET of a missing object',
    aws: '404 NoSuchKey',
    run: async (context) => {
      const url = await getSignedUrl(
        context.s3,
        new GetObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return seen(await (await context.browser()).send({ method: 'GET', url }))
    },
  },
]
