/** Buckets, listings, versions, tags and anonymous writes. */
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  PutBucketAclCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { bucketUrl, sendForm, signForm } from '../form-upload.ts'
import { exchange } from '../http-exchange.ts'
import { headersNamed, statusOf, statusOfCall, storedAt } from '../observe.ts'

/** The SDK treats an empty string as a stream of unknown length. */
const EMPTY = new Uint8Array(0)

async function putAll(context: CaseContext, keys: readonly string[], width = 1): Promise<void> {
  const left = [...keys]
  const worker = async () => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      await context.s3.send(
        new PutObjectCommand({ Bucket: context.bucket, Key: `${context.key}/${key}`, Body: EMPTY }),
      )
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
}

async function list(context: CaseContext, input: Partial<ListObjectsV2CommandInput>): Promise<string> {
  const Prefix = `${context.key}/${input.Prefix ?? ''}`
  const StartAfter =
    input.StartAfter === undefined ? {} : { StartAfter: `${context.key}/${input.StartAfter}` }
  const page = await context.s3.send(
    new ListObjectsV2Command({ Bucket: context.bucket, ...input, Prefix, ...StartAfter }),
  )
  const names = [
    ...(page.Contents ?? []).map(({ Key }) => Key),
    ...(page.CommonPrefixes ?? []).map((folder) => folder.Prefix),
  ]
  return [
    ...names.map((name) => name?.slice(context.key.length + 1)),
    ...(page.IsTruncated ? ['…'] : []),
  ].join(' ')
}

const listed = ['a', 'b/1', 'b/2', 'c', 'é', 'Z']

const listings: [name: string, aws: string, input: Partial<ListObjectsV2CommandInput>][] = [
  ['all, by the bytes of their names', 'Z a b/1 b/2 c é', {}],
  ['with a prefix', 'b/1 b/2', { Prefix: 'b' }],
  ['with a delimiter', 'Z a c é b/', { Delimiter: '/' }],
  ['after a key', 'c é', { StartAfter: 'b/2' }],
  ['at most two', 'Z a …', { MaxKeys: 2 }],
  ['at most none', '', { MaxKeys: 0 }],
  ['nothing', '', { Prefix: 'nothing' }],
]

async function publicBucket(context: CaseContext): Promise<string> {
  const Bucket = await context.createBucket()
  await context.s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read-write' }))
  return Bucket
}

const versioned: [
  name: string,
  aws: string,
  run: (context: CaseContext, Bucket: string) => Promise<string>,
][] = [
  [
    'every PUT makes one',
    'two, woof, meow',
    async ({ s3, key: Key }, Bucket) => {
      const [first, second] = [
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow' })),
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'woof' })),
      ]
      const read = async (VersionId?: string) =>
        (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString()
      const isTwo = first.VersionId !== undefined && first.VersionId !== second.VersionId
      return `${isTwo ? 'two' : 'not two'}, ${await read()}, ${await read(first.VersionId)}`
    },
  ],
  [
    'a deletion hides the object and keeps its versions',
    '404 NoSuchKey, 1 version, 1 marker',
    async ({ s3, key: Key }, Bucket) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow' }))
      await s3.send(new DeleteObjectCommand({ Bucket, Key }))
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }))
      const read = await statusOfCall(s3.send(new GetObjectCommand({ Bucket, Key })))
      return `${read}, ${Versions.length} version, ${DeleteMarkers.length} marker`
    },
  ],
  [
    'a form gets its own',
    '204, x-amz-version-id',
    async (context, bucket) => {
      const response = await sendForm(await signForm({ ...context, bucket }), 'meow')
      return `${statusOf(response)}, ${headersNamed(response, 'x-amz-version-id')}`
    },
  ],
]

export const bucketCases: ConformanceCase[] = [
  {
    name: 'Bucket: made, found, deleted, not found',
    aws: '200, 200, listed, 204, 404 NotFound',
    run: async (context) => {
      const { s3 } = context
      const Bucket = await context.createBucket()
      const again = await statusOfCall(s3.send(new HeadBucketCommand({ Bucket })))
      const location = await statusOfCall(s3.send(new GetBucketLocationCommand({ Bucket })))
      const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
      const isListed = Buckets.some(({ Name }) => Name === Bucket) ? 'listed' : 'not listed'
      const deleted = await statusOfCall(s3.send(new DeleteBucketCommand({ Bucket })))
      return `${again}, ${location}, ${isListed}, ${deleted}, ${await statusOfCall(s3.send(new HeadBucketCommand({ Bucket })))}`
    },
  },
  {
    name: 'Bucket: not deleted if not empty',
    aws: '409 BucketNotEmpty',
    run: async (context) => {
      const Bucket = await context.createBucket()
      await context.s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: EMPTY }))
      return statusOfCall(context.s3.send(new DeleteBucketCommand({ Bucket })))
    },
  },
  {
    name: 'Bucket: not deleted if it does not exist',
    aws: '404 NoSuchBucket',
    run: ({ s3 }) => statusOfCall(s3.send(new DeleteBucketCommand({ Bucket: 'no-such-bucket-here' }))),
  },
  ...['UPPER', 'under_score', 'dot..dot', 'x'.repeat(64)].map((name) => ({
    name: `Bucket: cannot be named ${name.length > 20 ? '64 letters' : name}`,
    aws: '400 InvalidBucketName',
    run: ({ s3 }: CaseContext) => statusOfCall(s3.send(new CreateBucketCommand({ Bucket: name }))),
  })),
  ...listings.map(([name, aws, input]) => ({
    name: `ListObjectsV2: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      await putAll(context, listed)
      return list(context, input)
    },
  })),
  {
    name: 'ListObjectsV2: 10,000 keys in pages of 1,000',
    aws: '10 pages, 10000 keys in order',
    run: async (context) => {
      await putAll(
        context,
        Array.from({ length: 10_000 }, (_, index) => String(index).padStart(5, '0')),
        32,
      )
      const keys: string[] = []
      let pages = 0
      let ContinuationToken: string | undefined
      do {
        const page = await context.s3.send(
          new ListObjectsV2Command({ Bucket: context.bucket, Prefix: `${context.key}/`, ContinuationToken }),
        )
        keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
        ContinuationToken = page.NextContinuationToken
        pages += 1
      } while (ContinuationToken !== undefined)
      const isOrdered = keys.every((key, index) => index === 0 || key > (keys[index - 1] ?? ''))
      return `${pages} pages, ${keys.length} keys${isOrdered ? ' in order' : ''}`
    },
  },
  {
    name: 'DeleteObjects: existing and missing keys',
    aws: '2 deleted, 0 errors, nothing left',
    run: async (context) => {
      await putAll(context, ['a&b'])
      const Objects = ['a&b', 'nothing'].map((key) => ({ Key: `${context.key}/${key}` }))
      const { Deleted = [], Errors = [] } = await context.s3.send(
        new DeleteObjectsCommand({ Bucket: context.bucket, Delete: { Objects } }),
      )
      return `${Deleted.length} deleted, ${Errors.length} errors, ${(await list(context, {})) || 'nothing left'}`
    },
  },
  {
    name: 'DeleteObjects: quietly, which names errors only',
    aws: '0 deleted, 0 errors, nothing left',
    run: async (context) => {
      await putAll(context, ['a'])
      const Delete = { Objects: [{ Key: `${context.key}/a` }], Quiet: true }
      const { Deleted = [], Errors = [] } = await context.s3.send(
        new DeleteObjectsCommand({ Bucket: context.bucket, Delete }),
      )
      return `${Deleted.length} deleted, ${Errors.length} errors, ${(await list(context, {})) || 'nothing left'}`
    },
  },
  {
    name: 'DeleteObjects: 1,001 keys',
    aws: '400 MalformedXML',
    run: ({ s3, bucket: Bucket, key }) => {
      const Objects = Array.from({ length: 1001 }, (_, index) => ({ Key: `${key}/${index}` }))
      return statusOfCall(s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } })))
    },
  },
  {
    name: 'Public bucket: an anonymous form',
    aws: '204, stored 4 bytes of image/png',
    run: async (context) => {
      const bucket = await publicBucket(context)
      const fields = { key: context.key, 'Content-Type': 'image/png' }
      const response = await sendForm({ url: bucketUrl({ ...context, bucket }), fields }, 'meow')
      return `${statusOf(response)}, ${await storedAt(context, context.key, bucket)}`
    },
  },
  {
    name: 'Public bucket: a form whose policy is broken is not anonymous',
    aws: '400 EntityTooLarge, nothing stored',
    run: async (context) => {
      const bucket = await publicBucket(context)
      const form = await signForm({ ...context, bucket }, { Conditions: [['content-length-range', 1, 2]] })
      return `${statusOf(await sendForm(form, 'meow'))}, ${await storedAt(context, context.key, bucket)}`
    },
  },
  {
    name: 'Private bucket: an anonymous form, PUT and GET',
    aws: '403 AccessDenied, 403 AccessDenied, 403 AccessDenied',
    run: async (context) => {
      const url = `${bucketUrl(context)}/${context.key}`
      const responses = [
        await sendForm({ url: bucketUrl(context), fields: { key: context.key } }, 'meow'),
        await exchange({ method: 'PUT', url, body: 'meow' }),
        await exchange({ method: 'GET', url }),
      ]
      return responses.map(statusOf).join(', ')
    },
  },
  ...versioned.map(([name, aws, run]) => ({
    name: `Versions: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const Bucket = await context.createBucket()
      const command = new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status: 'Enabled' },
      })
      const enabled = await statusOfCall(context.s3.send(command))
      return enabled === '200' ? run(context, Bucket) : enabled
    },
  })),
  {
    name: 'Tags: put and read',
    aws: '200, kind=cat',
    run: async ({ s3, bucket: Bucket, key: Key }) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow' }))
      const Tagging = { TagSet: [{ Key: 'kind', Value: 'cat' }] }
      const outcome = await statusOfCall(s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging })))
      if (outcome !== '200') return outcome
      const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))
      return `${outcome}, ${TagSet.map((tag) => `${tag.Key}=${tag.Value}`).join()}`
    },
  },
  {
    name: 'Tags: with a PUT',
    aws: '200, kind=cat',
    run: async ({ s3, bucket: Bucket, key: Key }) => {
      const outcome = await statusOfCall(
        s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow', Tagging: 'kind=cat' })),
      )
      if (outcome !== '200') return outcome
      const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))
      return `${outcome}, ${TagSet.map((tag) => `${tag.Key}=${tag.Value}`).join()}`
    },
  },
  {
    name: 'Tags: of a missing object',
    aws: '404 NoSuchKey, 404 NoSuchKey',
    run: async ({ s3, bucket: Bucket, key: Key }) => {
      const Tagging = { TagSet: [{ Key: 'kind', Value: 'cat' }] }
      const put = await statusOfCall(s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging })))
      return `${put}, ${await statusOfCall(s3.send(new GetObjectTaggingCommand({ Bucket, Key })))}`
    },
  },
  {
    name: 'Tags: eleven',
    aws: '400 BadRequest, 400 BadRequest',
    run: async ({ s3, bucket: Bucket, key: Key }) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow' }))
      const TagSet = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }))
      const Tagging = TagSet.map((tag) => `${tag.Key}=v`).join('&')
      return [
        await statusOfCall(s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }))),
        await statusOfCall(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow', Tagging }))),
      ].join(', ')
    },
  },
  {
    name: 'Tags: counted by HEAD',
    aws: '1',
    run: async ({ s3, bucket: Bucket, key: Key }) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'meow', Tagging: 'kind=cat' }))
      const { TagCount } = await s3.send(new HeadObjectCommand({ Bucket, Key }))
      return String(TagCount)
    },
  },
]
