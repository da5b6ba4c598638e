import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { type AwsUnderTest, startAws } from './aws-under-test.ts'

const Bucket = 'uploads'
const put = (aws: AwsUnderTest, Key: string) => aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))

describe('buckets', () => {
  it('can be created and found, and deleted when empty', async () => {
    const aws = await startAws()
    await aws.s3.send(new CreateBucketCommand({ Bucket: 'more' }))
    await aws.s3.send(new CreateBucketCommand({ Bucket: 'more' }))
    const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}))
    expect(Buckets.map(({ Name }) => Name)).toEqual(['uploads', 'more'])
    await aws.s3.send(new PutObjectCommand({ Bucket: 'more', Key: 'k', Body: 'x' }))
    await expect(aws.s3.send(new DeleteBucketCommand({ Bucket: 'more' }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    })
    await aws.s3.send(new DeleteObjectCommand({ Bucket: 'more', Key: 'k' }))
    await aws.s3.send(new DeleteBucketCommand({ Bucket: 'more' }))
    await expect(aws.s3.send(new HeadBucketCommand({ Bucket: 'more' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    })
  })

  it.each(['UPPER', 'a', 'under_score', 'dot..dot', '..'])('cannot be named %s', async (name) => {
    const aws = await startAws()
    // The client would resolve dots in a path.
    const create = aws.s3.send(new CreateBucketCommand({ Bucket: name }))
    await expect(create).rejects.toThrow()
    const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}))
    expect(Buckets).toHaveLength(1)
  })
})

describe('ListObjectsV2', () => {
  it('lists by the bytes of the keys, in pages', async () => {
    const aws = await startAws()
    for (const key of ['b', 'a', 'B', '\u{1F511}', '\uFFFD', 'a/1']) await put(aws, key)
    const keys: string[][] = []
    for await (const page of paginateListObjectsV2({ client: aws.s3, pageSize: 4 }, { Bucket })) {
      keys.push((page.Contents ?? []).map(({ Key = '' }) => Key))
    }
    // U+FFFD comes before the key emoji in UTF-8, though not in UTF-16.
    expect(keys).toEqual([
      ['B', 'a', 'a/1', 'b'],
      ['\uFFFD', '\u{1F511}'],
    ])
  })

  it('groups keys by common prefixes', async () => {
    const aws = await startAws()
    for (const key of ['p/a', 'p/b/1', 'p/b/2', 'p/c/1', 'q']) await put(aws, key)
    const list = new ListObjectsV2Command({ Bucket, Prefix: 'p/', Delimiter: '/', MaxKeys: 2 })
    const first = await aws.s3.send(list)
    expect(first.Contents?.map(({ Key }) => Key)).toEqual(['p/a'])
    expect(first.CommonPrefixes).toEqual([{ Prefix: 'p/b/' }])
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2 })
    const rest = await aws.s3.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix: 'p/',
        Delimiter: '/',
        ContinuationToken: first.NextContinuationToken,
      }),
    )
    expect(rest.CommonPrefixes).toEqual([{ Prefix: 'p/c/' }])
    expect(rest).toMatchObject({ IsTruncated: false, KeyCount: 1 })
  })

  it('starts after a key', async () => {
    const aws = await startAws()
    for (const key of ['a', 'b', 'c']) await put(aws, key)
    const { Contents } = await aws.s3.send(new ListObjectsV2Command({ Bucket, StartAfter: 'a' }))
    expect(Contents?.map(({ Key }) => Key)).toEqual(['b', 'c'])
  })
})
