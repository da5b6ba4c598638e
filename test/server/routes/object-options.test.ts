/** What is stored with objects, and where: exact in forms, in parts and in the copy that stays. */
import { describe, expect, it } from 'vitest'
import type { CompleteResponse, PresignResponse } from '../../../component/protocol.ts'
import type { UploadEvent } from '../../../lambda/upload-event.ts'
import type { ObjectAttributes, UploadsOptions } from '../../../server/index.ts'
import { placeholder, presign } from '../support/presigning.ts'
import { outcome, scene } from '../support/scripted-aws.ts'
import { large, storeScene } from '../support/scripted-store.ts'
import { photo, uploadService } from '../support/upload-service.ts'

const objects: ObjectAttributes = {
  serverSideEncryption: 'aws:kms',
  kmsKeyId: 'arn:aws:kms:eu-west-1:000000000000:key/1',
  storageClass: 'STANDARD_IA',
  acl: 'bucket-owner-full-control',
  cacheControl: 'max-age=60',
  downloadName: true,
  tags: { team: 'a b' },
  metadata: { origin: 'shop' },
}

describe('object options', () => {
  it('are exact conditions of the form', async () => {
    const [upload] = await presign([{ ...photo, name: 'Büro $1.jpg' }], { objects })
    const expected = {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': objects.kmsKeyId,
      'Cache-Control': 'max-age=60',
      'Content-Disposition': `attachment; filename="B_ro _1.jpg"; filename*=UTF-8''B%C3%BCro%20%241.jpg`,
      'x-amz-meta-origin': 'shop',
    }
    expect(upload?.fields).toMatchObject(expected)
    for (const [name, value] of Object.entries(expected)) {
      expect(upload?.policy.conditions).toContainEqual({ [name]: value })
    }
  })

  it('are set on the copy that stays', async () => {
    const { grants, complete, s3 } = await scene({}, { objects, expectedBucketOwner: '123456789012' })
    const [grant] = await grants(1)
    expect((await complete([{ ticket: grant?.ticket }])).map(outcome)).toEqual(['ok'])
    const copy = s3.seen.find(({ method }) => method === 'PUT')
    expect(copy?.headers).toMatchObject({
      'x-amz-copy-source': `acme-in/pending/${grant?.id}`,
      'if-none-match': '*',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-acl': 'bucket-owner-full-control',
      'x-amz-tagging': 'team=a%20b',
      'x-amz-tagging-directive': 'REPLACE',
      'x-amz-expected-bucket-owner': '123456789012',
      'x-amz-source-expected-bucket-owner': '123456789012',
    })
    expect(s3.seen.every(({ headers }) => headers['x-amz-expected-bucket-owner'] === '123456789012')).toBe(
      true,
    )
  })

  it('are set on uploads in parts, which never overwrite', async () => {
    const { grant, complete, s3 } = await storeScene({}, { objects })
    const { ticket } = await grant(large)
    expect((await complete(ticket)).map(outcome)).toEqual(['ok'])
    const create = s3.seen.find(({ url }) => url.includes('?uploads'))
    expect(create?.headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': objects.kmsKeyId,
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-acl': 'bucket-owner-full-control',
      'x-amz-tagging': 'team=a%20b',
      'cache-control': 'max-age=60',
      'x-amz-meta-origin': 'shop',
    })
    const assembly = s3.seen.find(({ method, url }) => method === 'POST' && url.includes('uploadId='))
    expect(assembly?.headers['if-none-match']).toBe('*')
  })

  it.each<[object, string]>([
    [{ objects: { storageclass: 'X' } }, 'objects.storageclass is not an option: did you mean storageClass?'],
    [{ objects: { serverSideEncryption: 'none' } }, 'serverSideEncryption must be one of'],
    [{ objects: { kmsKeyId: 'x' } }, 'kmsKeyId needs'],
    [{ objects: { acl: 'open' } }, 'acl must be one of'],
    [{ objects: { cacheControl: 'a\nb' } }, 'cacheControl must be printable'],
    [{ objects: { cacheControl: placeholder } }, 'cacheControl must be printable'],
    [{ objects: { tags: Object.fromEntries([...'abcdefghijk'].map((name) => [name, ''])) } }, 'at most 10'],
    [{ objects: { tags: { 'a<b': '' } } }, 'is not a tag'],
    [{ objects: { metadata: { 'upload-id': 'x' } } }, 'is not a name'],
    [{ objects: { metadata: { a: 'ü' } } }, 'metadata.a must be printable'],
    [{ objects: { contentDisposition: 'open' } }, "must be 'attachment' or 'inline'"],
    [{ routes: { default: { maxSize: 5 } } }, 'routes.default.maxSize is not an option'],
    [{ routes: { default: { bucket: 'A' } } }, 'routes.default.bucket is not a plain bucket name'],
    [{ routes: { film: { topicArn: 'x' } } }, 'routes.film.topicArn is not'],
    [{ routes: { film: { prefix: 'pending/film/' } } }, 'must not contain each other'],
    [{ expectedBucketOwner: '12' }, 'expectedBucketOwner must be'],
    [{ onbeforeupload: () => {} }, 'onbeforeupload is not an option: did you mean onBeforeUpload?'],
  ])('that are wrong are errors at start: %j', (options, fault) => {
    expect(() => uploadService(options as Partial<UploadsOptions>)).toThrow(fault)
  })

  it('that are undefined count as absent, and /config publishes only its own members', async () => {
    const untyped = { maxFileSize: undefined, bucket: 'films', topicArn: undefined } as object
    const { request } = uploadService({ routes: { default: untyped } })
    const { routes } = (await (await request('/config')).json()) as { routes: { default: object } }
    expect(Object.keys(routes.default).sort()).toEqual([
      'allowedContentTypes',
      'checksum',
      'maxFileSize',
      'maxFiles',
      'minFileSize',
      'multipartThreshold',
    ])
    expect(routes.default).toMatchObject({ maxFileSize: 20 * 1024 ** 2 })
  })
})

describe('a route of its own', () => {
  it('stores and announces elsewhere', async () => {
    const topicArn = 'arn:aws:sns:eu-west-1:000000000000:films'
    const routes = { film: { bucket: 'films', prefix: 'raw/', topicArn } }
    const { post, s3, sns } = await scene({}, { routes })
    const { uploads }: PresignResponse = await (
      await post('/presign', { route: 'film', files: [photo] })
    ).json()
    const [grant] = uploads
    if (grant?.ok !== true || grant.plan.kind !== 'post') throw new Error('A form post is expected')
    expect(grant.key).toMatch(/^raw\/film\//)
    expect(grant.plan.fields.bucket).toBe('films')
    const completed = await post('/complete', { uploads: [{ ticket: grant.ticket }] })
    expect(((await completed.json()) as CompleteResponse).uploads.map(outcome)).toEqual(['ok'])
    expect(s3.seen.map(({ url }) => url.split('/')[1]?.split('?')[0])).toEqual(
      Array(s3.seen.length).fill('films'),
    )
    expect(new URLSearchParams(sns.seen[0]?.body).get('TopicArn')).toBe(topicArn)
  })
})

describe('publish', () => {
  it('announces instead of SNS, one upload at a time failing', async () => {
    const events: UploadEvent[] = []
    const publish: UploadsOptions['publish'] = async (event) => {
      if (event.fileName === 'no.jpg') throw new Error('queue is full')
      events.push(event)
      return event.fileName === 'silent.jpg' ? undefined : `q-${events.length}`
    }
    const { grants, complete, sns } = await scene({}, { publish, topicArn: undefined })
    const granted = await Promise.all(
      ['yes.jpg', 'no.jpg', 'silent.jpg'].map(async (name) => (await grants(1, { ...photo, name }))[0]),
    )
    const results = await complete(granted.map((grant) => ({ ticket: grant?.ticket })))
    expect(results).toMatchObject([
      { ok: true, messageId: 'q-1' },
      { error: { code: 'publish-failed', retryable: true } },
      { ok: true, messageId: granted[2]?.id },
    ])
    expect(sns.seen).toEqual([])
    expect(events.map(({ fileName }) => fileName)).toEqual(['yes.jpg', 'silent.jpg'])
  })
})
