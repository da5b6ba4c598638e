/** Multipart uploads and their errors: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
import { createHash } from 'node:crypto'
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { exchange } from '../http-exchange.ts'
import { MultipartUpload, wholePart } from '../multipart-upload.ts'
import { statusOf, statusOfCall, storedAt } from '../observe.ts'
import { signedRequest } from '../signed-request.ts'

const UNKNOWN_ID = 'VXBsb2FkIElEIHRoYXQgbm9ib2R5IG1hZGU'

const partNumbers: [number: number | string, aws: string][] = [
  [0, '400 InvalidArgument'],
  [1, '200'],
  [10_000, '200'],
  [10_001, '400 InvalidArgument'],
  ['one', '400 InvalidArgument'],
  [-1, '400 InvalidArgument'],
]

/** Operations on an upload that was completed, aborted or never created. */
const onNothing: [name: string, aws: string, act: (upload: MultipartUpload) => Promise<string>][] = [
  [
    'UploadPart',
    '404 NoSuchUpload',
    ({ context, name }) =>
      statusOfCall(context.s3.send(new UploadPartCommand({ ...name, PartNumber: 1, Body: 'x' }))),
  ],
  [
    'ListParts',
    '404 NoSuchUpload',
    ({ context, name }) => statusOfCall(context.s3.send(new ListPartsCommand(name))),
  ],
  ['Abort', '404 NoSuchUpload', (upload) => upload.abort()],
  [
    'Complete',
    '404 NoSuchUpload',
    (upload) => upload.complete([{ PartNumber: 1, ETag: `"${'0'.repeat(32)}"` }]),
  ],
]

export const multipartCases: ConformanceCase[] = [
  ...partNumbers.map(([number, aws]) => ({
    name: `Multipart part number ${number}`,
    aws,
    run: async (context: CaseContext) => {
      const { id } = await MultipartUpload.create(context)
      const query = `partNumber=${number}&uploadId=${encodeURIComponent(id)}`
      return statusOf(
        await signedRequest(context, 'PUT', `/${context.bucket}/${context.key}?${query}`, { body: 'x' }),
      )
    },
  })),
  ...onNothing.flatMap(([name, aws, act]) => [
    {
      name: `Multipart ${name}: unknown id`,
      aws,
      run: async (context: CaseContext) => {
        const upload = await MultipartUpload.create(context)
        return act(Object.create(upload, { id: { value: UNKNOWN_ID } }))
      },
    },
    {
      name: `Multipart ${name}: aborted upload`,
      aws,
      run: async (context: CaseContext) => {
        const upload = await MultipartUpload.create(context)
        await upload.abort()
        return act(upload)
      },
    },
  ]),
  ...onNothing.slice(0, 3).map(([name, aws, act]) => ({
    name: `Multipart ${name}: finished upload`,
    aws,
    run: async (context: CaseContext) => {
      const upload = await MultipartUpload.create(context)
      await upload.complete([await upload.part(1, 'whole')])
      return act(upload)
    },
  })),
  {
    name: 'Multipart part: sent twice, the later counts',
    aws: '200, stored 5 bytes of image/png',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      await upload.part(1, 'the first')
      const outcome = await upload.complete([await upload.part(1, 'later')])
      return `${outcome}, ${await storedAt(context)}`
    },
  },
  {
    name: 'Multipart part: presigned, and its ETag',
    aws: '200 "4a4be40c96ac6314e91d93f38043a634"',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const url = await getSignedUrl(context.s3, new UploadPartCommand({ ...upload.name, PartNumber: 1 }))
      const response = await exchange({ method: 'PUT', url, body: 'meow' })
      return `${statusOf(response)} ${response.headers.etag}`
    },
  },
  {
    name: 'Multipart part: presigned with its length, another sent',
    aws: '403 SignatureDoesNotMatch',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const command = new UploadPartCommand({ ...upload.name, PartNumber: 1, ContentLength: 4 })
      return statusOf(
        await exchange({ method: 'PUT', url: await getSignedUrl(context.s3, command), body: 'meow!' }),
      )
    },
  },
  {
    name: 'Multipart part: presigned for another number',
    aws: '403 SignatureDoesNotMatch',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const url = await getSignedUrl(context.s3, new UploadPartCommand({ ...upload.name, PartNumber: 1 }))
      return statusOf(
        await exchange({ method: 'PUT', url: url.replace('partNumber=1', 'partNumber=2'), body: 'meow' }),
      )
    },
  },
  {
    name: 'Multipart part: wrong MD5',
    aws: '400 BadDigest, no parts',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const ContentMD5 = createHash('md5').update('woof').digest('base64')
      const command = new UploadPartCommand({ ...upload.name, PartNumber: 1, Body: 'meow', ContentMD5 })
      const outcome = await statusOfCall(context.s3.send(command))
      return `${outcome}, ${(await upload.list()).Parts?.length ?? 'no'} parts`
    },
  },
  {
    name: 'Multipart part: six at once',
    aws: '200, stored 31457280 bytes of image/png',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const parts = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => upload.part(number, wholePart)))
      return `${await upload.complete(parts)}, ${await storedAt(context)}`
    },
  },
  {
    name: 'Multipart ListParts: sizes and ETags, in pages',
    aws: '1: 4 bytes; 2: 4 bytes, more after 2 | 7: 5 bytes',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      for (const [number, text] of [
        [7, 'seven'],
        [1, 'meow'],
        [2, 'woof'],
      ] as const)
        await upload.part(number, text)
      const describe = (page: Awaited<ReturnType<MultipartUpload['list']>>) =>
        (page.Parts ?? []).map(({ PartNumber, Size }) => `${PartNumber}: ${Size} bytes`).join('; ')
      const first = await upload.list({ MaxParts: 2 })
      const more = first.IsTruncated ? `, more after ${first.NextPartNumberMarker}` : ''
      const second = await upload.list({ PartNumberMarker: `${first.NextPartNumberMarker}` })
      return `${describe(first)}${more} | ${describe(second)}`
    },
  },
  {
    name: 'Multipart ListMultipartUploads: created, then aborted',
    aws: '1, then 204, then 0',
    run: async (context) => {
      const count = async () => {
        const { Uploads = [] } = await context.s3.send(
          new ListMultipartUploadsCommand({ Bucket: context.bucket, Prefix: context.key }),
        )
        return Uploads.length
      }
      const upload = await MultipartUpload.create(context)
      await upload.part(1, 'meow')
      return `${await count()}, then ${await upload.abort()}, then ${await count()}`
    },
  },
  {
    name: 'Multipart: the object does not exist before Complete',
    aws: 'nothing stored',
    run: async (context) => {
      await (await MultipartUpload.create(context)).parts()
      return storedAt(context)
    },
  },
  {
    name: 'Multipart: an id used with another key',
    aws: '404 NoSuchUpload',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const path = `/${context.bucket}/${context.key}-other?partNumber=1&uploadId=${encodeURIComponent(upload.id)}`
      return statusOf(await signedRequest(context, 'PUT', path, { body: 'x' }))
    },
  },
  {
    name: 'Multipart Create: in a bucket that does not exist',
    aws: '404 NoSuchBucket',
    run: ({ s3, key }) =>
      statusOfCall(s3.send(new CreateMultipartUploadCommand({ Bucket: 'no-such-bucket-here', Key: key }))),
  },
]
