/** Accepted lists of parts, and the resulting object: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
import { createHash } from 'node:crypto'
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { MultipartUpload, wholePart } from '../multipart-upload.ts'
import { elementOf, statusOf, storedAt } from '../observe.ts'
import { sendAndDisconnect } from '../send-and-disconnect.ts'
import { signedRequest } from '../signed-request.ts'

const STORED = '200, stored 5242887 bytes of image/png'

/** The list of parts in Complete, from the two parts that were sent. */
const completions: [name: string, aws: string, choose: (parts: CompletedPart[]) => CompletedPart[]][] = [
  ['right', STORED, (parts) => parts],
  [
    'ETags without quotes',
    STORED,
    (parts) => parts.map((part) => ({ ...part, ETag: part.ETag?.replaceAll('"', '') })),
  ],
  ['a part left out', '200, stored 7 bytes of image/png', ([, second = {}]) => [second]],
  [
    'wrong ETag',
    '400 InvalidPart, nothing stored',
    (parts) => parts.map((part) => ({ ...part, ETag: `"${'0'.repeat(32)}"` })),
  ],
  ['out of order', '400 InvalidPartOrder, nothing stored', (parts) => parts.toReversed()],
  ['one part twice', '400 InvalidPartOrder, nothing stored', ([first = {}]) => [first, first]],
  [
    'a part that was never sent',
    '400 InvalidPart, nothing stored',
    (parts) => [...parts, { PartNumber: 3, ETag: parts[0]?.ETag }],
  ],
  ['no parts', '400 MalformedXML, nothing stored', () => []],
]

const documents: [name: string, aws: string, text: string][] = [
  ['no XML', '400 MalformedXML', 'woof'],
  ['an empty document', '400 MalformedXML', ''],
  ['another document', '400 MalformedXML', '<Tagging><TagSet/></Tagging>'],
  [
    'a part without ETag',
    '400 MalformedXML',
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
  ],
]

export const multipartCompleteCases: ConformanceCase[] = [
  ...completions.map(([name, aws, choose]) => ({
    name: `Multipart Complete: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const upload = await MultipartUpload.create(context)
      const outcome = await upload.complete(choose(await upload.parts()))
      return `${outcome}, ${await storedAt(context)}`
    },
  })),
  ...documents.map(([name, aws, text]) => ({
    name: `Multipart Complete: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const { id } = await MultipartUpload.create(context)
      return statusOf(
        await signedRequest(
          context,
          'POST',
          `/${context.bucket}/${context.key}?uploadId=${encodeURIComponent(id)}`,
          { body: text },
        ),
      )
    },
  })),
  {
    name: 'Multipart Complete: ETag of the response',
    aws: 'the MD5 of the MD5s of the parts, with their number',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const parts = await upload.parts()
      const digests = [wholePart, Buffer.from('the end')].map((part) =>
        createHash('md5').update(part).digest(),
      )
      const expected = `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-2"`
      const command = new CompleteMultipartUploadCommand({
        ...upload.name,
        MultipartUpload: { Parts: parts },
      })
      const { ETag } = await context.s3.send(command)
      return ETag === expected ? 'the MD5 of the MD5s of the parts, with their number' : `${ETag}`
    },
  },
  {
    name: 'Multipart Complete: ETag of the object',
    aws: '"…-2"',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      await upload.complete(await upload.parts())
      const { ETag } = await context.s3.send(
        new HeadObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return `${ETag}`.replace(/[0-9a-f]{32}/, '…')
    },
  },
  {
    name: 'Multipart Complete: a part under 5 MiB that is not the last',
    aws: '400 EntityTooSmall, nothing stored',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const parts = [await upload.part(1, 'small'), await upload.part(2, 'the end')]
      return `${await upload.complete(parts)}, ${await storedAt(context)}`
    },
  },
  {
    name: 'Multipart Complete: again after a refusal',
    aws: '400 InvalidPart, then 200',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const parts = await upload.parts()
      const wrong = parts.map((part) => ({ ...part, ETag: `"${'0'.repeat(32)}"` }))
      return `${await upload.complete(wrong)}, then ${await upload.complete(parts)}`
    },
  },
  {
    // The documentation has NoSuchUpload for finished uploads; S3 repeats its response (minio#13318, S3Mock#2586).
    name: 'Multipart Complete: twice with the same parts',
    aws: '200, then 200',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const parts = await upload.parts()
      return `${await upload.complete(parts)}, then ${await upload.complete(parts)}`
    },
  },
  {
    name: 'Multipart Complete: three at once',
    aws: 'at least one 200, stored 5242887 bytes of image/png',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const parts = await upload.parts()
      const outcomes = await Promise.all([1, 2, 3].map(() => upload.complete(parts)))
      // A later request may get NoSuchUpload or the first one's response.
      const others = [...new Set(outcomes)].filter(
        (outcome) => outcome !== '200' && outcome !== '404 NoSuchUpload',
      )
      const found = [
        outcomes.includes('200') ? 'at least one 200' : 'no 200',
        ...others,
        await storedAt(context),
      ]
      return found.join(', ')
    },
  },
  {
    name: 'Multipart Complete: repeated after a lost response',
    aws: '200, stored 5242887 bytes of image/png',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const parts = await upload.parts()
      const listed = parts.map(
        ({ PartNumber, ETag }) => `<Part><PartNumber>${PartNumber}</PartNumber><ETag>${ETag}</ETag></Part>`,
      )
      const document = `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`
      await sendAndDisconnect(
        await getSignedUrl(context.s3, new CompleteMultipartUploadCommand(upload.name)),
        {
          method: 'POST',
          headers: { 'content-length': String(document.length) },
          body: document,
        },
      )
      const deadline = Date.now() + 10_000
      while ((await storedAt(context)) === 'nothing stored' && Date.now() < deadline);
      return `${await upload.complete(parts)}, ${await storedAt(context)}`
    },
  },
  {
    name: 'Multipart Complete: If-None-Match: * on an existing key',
    aws: '412 PreconditionFailed',
    run: async (context) => {
      await context.s3.send(new PutObjectCommand({ Bucket: context.bucket, Key: context.key, Body: 'meow' }))
      const upload = await MultipartUpload.create(context)
      return upload.complete([await upload.part(1, 'x')], { IfNoneMatch: '*' })
    },
  },
  ...(
    [
      ['same', '200', { IfMatch: '"4a4be40c96ac6314e91d93f38043a634"' }],
      ['other', '412 PreconditionFailed', { IfMatch: `"${'0'.repeat(32)}"` }],
    ] as const
  ).map(
    ([name, aws, condition]): ConformanceCase => ({
      name: `Multipart Complete: If-Match, ${name}`,
      aws,
      run: async (context) => {
        const { s3, bucket: Bucket, key: Key } = context
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow' }))
        const upload = await MultipartUpload.create(context)
        return upload.complete([await upload.part(1, 'x')], condition)
      },
    }),
  ),
  {
    name: 'Multipart Complete: document of the response',
    aws: 'Bucket Key ETag Location',
    run: async (context) => {
      const upload = await MultipartUpload.create(context)
      const { PartNumber, ETag } = await upload.part(1, 'meow')
      const body = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part><PartNumber>${PartNumber}</PartNumber><ETag>${ETag}</ETag></Part></CompleteMultipartUpload>`
      const { text } = await signedRequest(
        context,
        'POST',
        `/${context.bucket}/${context.key}?uploadId=${encodeURIComponent(upload.id)}`,
        { body },
      )
      return ['Bucket', 'Key', 'ETag', 'Location'].filter((name) => elementOf(text, name)).join(' ')
    },
  },
]
