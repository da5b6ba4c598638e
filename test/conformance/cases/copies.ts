/** Copies within the store: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { statusOf, statusOfCall, storedAt } from '../observe.ts'
import { signedRequest } from '../signed-request.ts'

const ETAG = '"4a4be40c96ac6314e91d93f38043a634"'
const OTHER = `"${'0'.repeat(32)}"`
const DAY = 86_400_000

const put = ({ s3, bucket, key }: CaseContext, name: string, Body = 'meow') =>
  s3.send(
    new PutObjectCommand({
      ...{ Bucket: bucket, Key: `${key}/${name}`, Body, ContentType: 'image/png' },
      ...{ Metadata: { owner: 'ann' }, Tagging: 'kind=cat' },
    }),
  )

const copy = ({ s3, bucket, key }: CaseContext, more: Partial<CopyObjectCommandInput> = {}) =>
  statusOfCall(
    s3.send(
      new CopyObjectCommand({
        ...{
          Bucket: bucket,
          Key: `${key}/target`,
          CopySource: `${bucket}/${encodeURIComponent(key)}/source`,
        },
        ...more,
      }),
    ),
  )

/** Of `meow`, over nothing. */
const conditions: [name: string, aws: string, more: Partial<CopyObjectCommandInput>][] = [
  ['source If-Match, same', '200', { CopySourceIfMatch: ETAG }],
  ['source If-Match, other', '412 PreconditionFailed', { CopySourceIfMatch: OTHER }],
  ['source If-None-Match, same', '412 PreconditionFailed', { CopySourceIfNoneMatch: ETAG }],
  ['source If-None-Match, other', '200', { CopySourceIfNoneMatch: OTHER }],
  [
    'source unmodified since yesterday',
    '412 PreconditionFailed',
    { CopySourceIfUnmodifiedSince: new Date(Date.now() - DAY) },
  ],
  ['source modified since yesterday', '200', { CopySourceIfModifiedSince: new Date(Date.now() - DAY) }],
  // The documentation names these two pairs: the ETag decides.
  [
    'source If-Match same, unmodified since yesterday',
    '200',
    { CopySourceIfMatch: ETAG, CopySourceIfUnmodifiedSince: new Date(Date.now() - DAY) },
  ],
  [
    'source If-None-Match same, modified since yesterday',
    '412 PreconditionFailed',
    { CopySourceIfNoneMatch: ETAG, CopySourceIfModifiedSince: new Date(Date.now() - DAY) },
  ],
  ['a directive that does not exist', '400 InvalidArgument', { MetadataDirective: 'MERGE' as 'COPY' }],
]

async function describe({ s3, bucket, key }: CaseContext, name = 'target'): Promise<string> {
  const address = { Bucket: bucket, Key: `${key}/${name}` }
  const { ContentType, Metadata } = await s3.send(new HeadObjectCommand(address))
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(address))
  return [ContentType, JSON.stringify(Metadata), ...TagSet.map(({ Key, Value }) => `${Key}=${Value}`)].join(
    ' ',
  )
}

const attributes: [name: string, aws: string, more: Partial<CopyObjectCommandInput>][] = [
  ['its own', '200, image/png {"owner":"ann"} kind=cat', {}],
  [
    'its own, without REPLACE',
    '200, image/png {"owner":"ann"} kind=cat',
    { ContentType: 'text/plain', Metadata: { owner: 'bob' } },
  ],
  [
    'those of the request, with REPLACE',
    '200, text/plain {"owner":"bob"} kind=cat',
    { MetadataDirective: 'REPLACE', ContentType: 'text/plain', Metadata: { owner: 'bob' } },
  ],
  [
    'tags of the request, with REPLACE',
    '200, image/png {"owner":"ann"} kind=dog',
    { TaggingDirective: 'REPLACE', Tagging: 'kind=dog' },
  ],
]

const sources: [name: string, aws: string, source: (bucket: string) => string][] = [
  ['a missing key', '404 NoSuchKey', (bucket) => `${bucket}/missing`],
  ['a missing bucket', '404 NoSuchBucket', () => 'no-such-bucket-of-anyone/key'],
  ['a bucket without a key', '400 InvalidArgument', (bucket) => bucket],
  ['a slash in front', '200', (bucket) => `/${bucket}/`],
]

export const copyCases: ConformanceCase[] = [
  ...conditions.map(
    ([name, aws, more]): ConformanceCase => ({
      name: `Copy: ${name}`,
      aws: `${aws}, ${aws === '200' ? 'stored 4 bytes of image/png' : 'nothing stored'}`,
      run: async (context) => {
        await put(context, 'source')
        return `${await copy(context, more)}, ${await storedAt(context, `${context.key}/target`)}`
      },
    }),
  ),
  ...attributes.map(
    ([name, aws, more]): ConformanceCase => ({
      name: `Copy: keeps ${name}`,
      aws,
      run: async (context) => {
        await put(context, 'source')
        return `${await copy(context, more)}, ${await describe(context)}`
      },
    }),
  ),
  ...sources.map(
    ([name, aws, source]): ConformanceCase => ({
      name: `Copy: of ${name}`,
      aws,
      run: async (context) => {
        await put(context, 'source')
        const own = source(context.bucket)
        const path = own.endsWith('/') ? `${own}${encodeURIComponent(context.key)}/source` : own
        const headers = { 'x-amz-copy-source': path }
        const target = `/${context.bucket}/${context.key}/target`
        return statusOf(await signedRequest(context, 'PUT', target, { headers }))
      },
    }),
  ),
  {
    name: 'Copy: If-None-Match: * on an existing key',
    aws: '412 PreconditionFailed',
    run: async (context) => {
      await put(context, 'source')
      await put(context, 'target', 'woof')
      return copy(context, { IfNoneMatch: '*' })
    },
  },
  {
    name: 'Copy: onto itself, changing nothing',
    aws: '400 InvalidRequest',
    run: async (context) => {
      await put(context, 'source')
      return copy(context, { Key: `${context.key}/source` })
    },
  },
  {
    name: 'Copy: onto itself, with other attributes',
    aws: '200, text/plain {"owner":"bob"} kind=cat',
    run: async (context) => {
      await put(context, 'source')
      const more = { ContentType: 'text/plain', Metadata: { owner: 'bob' } }
      const status = await copy(context, {
        Key: `${context.key}/source`,
        MetadataDirective: 'REPLACE',
        ...more,
      })
      return `${status}, ${await describe(context, 'source')}`
    },
  },
]
