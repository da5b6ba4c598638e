/** Clients that disconnect, and many at once. */
import { createHash } from 'node:crypto'
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { sendForm, signForm } from '../form-upload.ts'
import { statusOf, storedAt } from '../observe.ts'
import { sendAndDisconnect } from '../send-and-disconnect.ts'

/** Announces a megabyte, sends a fifth of it and disconnects. */
function sendFifth(
  method: string,
  url: string,
  head = '',
  headers: Record<string, string> = {},
): Promise<void> {
  const body = head + 'x'.repeat(200_000)
  return sendAndDisconnect(url, { method, headers: { 'content-length': '1000000', ...headers }, body })
}

export const disconnectsAndRaces: ConformanceCase[] = [
  {
    name: 'Cut in the middle: a presigned PUT',
    aws: 'nothing stored',
    run: async (context) => {
      const url = await getSignedUrl(
        context.s3,
        new PutObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      await sendFifth('PUT', url)
      return storedAt(context)
    },
  },
  {
    name: 'Cut in the middle: a form',
    aws: 'nothing stored',
    run: async (context) => {
      const { url, fields } = await signForm(context)
      const parts = Object.entries(fields).map(
        ([name, value]) => `--cut\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      const file = '--cut\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
      await sendFifth('POST', url, parts.join('') + file, {
        'content-type': 'multipart/form-data; boundary=cut',
      })
      return storedAt(context)
    },
  },
  {
    name: 'Cut in the middle: a part',
    aws: '0 parts',
    run: async ({ s3, bucket: Bucket, key: Key }) => {
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
      const url = await getSignedUrl(s3, new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1 }))
      await sendFifth('PUT', url)
      const { Parts = [] } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }))
      return `${Parts.length} parts`
    },
  },
  {
    name: 'Cut in the middle: an existing object stays whole',
    aws: 'stored 4 bytes of image/png',
    run: async (context) => {
      const { s3, bucket: Bucket, key: Key } = context
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow', ContentType: 'image/png' }))
      const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key }))
      await sendFifth('PUT', url)
      return storedAt(context)
    },
  },
  {
    name: 'At once: 60 forms',
    aws: '60 times 204, 60 listed',
    run: async (context) => {
      const send = async (_: unknown, index: number) => {
        const form = await signForm(context, { Key: `${context.key}/${index}` })
        return statusOf(await sendForm(form, 'x'.repeat(50_000)))
      }
      const outcomes = await Promise.all(Array.from({ length: 60 }, send))
      const { KeyCount } = await context.s3.send(
        new ListObjectsV2Command({ Bucket: context.bucket, Prefix: `${context.key}/` }),
      )
      return `${tally(outcomes)}, ${KeyCount} listed`
    },
  },
  {
    name: 'At once: 20 different bodies for one key',
    aws: '20 times 200, one of them whole',
    run: async ({ s3, bucket: Bucket, key: Key }: CaseContext) => {
      const bodies = Array.from({ length: 20 }, (_, index) =>
        Buffer.alloc(100_000 + index, String(index % 10)),
      )
      const outcomes = await Promise.all(
        bodies.map(
          async (Body) =>
            `${(await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).$metadata.httpStatusCode}`,
        ),
      )
      const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
      const isWhole =
        bodies.some((body) => body.equals(bytes)) &&
        ETag === `"${createHash('md5').update(bytes).digest('hex')}"`
      return `${tally(outcomes)}, ${isWhole ? 'one of them whole' : 'a mixture'}`
    },
  },
]

function tally(outcomes: readonly string[]): string {
  return [...new Set(outcomes)]
    .map((outcome) => `${outcomes.filter((other) => other === outcome).length} times ${outcome}`)
    .join(', ')
}
