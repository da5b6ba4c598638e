/** Uploads whose browser died between S3 and `/complete`. */
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { RejectUpload, type UploadsOptions } from '../../../server/index.ts'
import { SealedGrants } from '../../../server/upload/sealed-grants.ts'
import { uploadsSweep } from '../support/api.ts'
import {
  aws,
  bytes,
  client,
  codes,
  complete,
  presignOne,
  published,
  send,
  serviceOn,
} from '../support/local-journey.ts'
import { photo, required, secret } from '../support/upload-service.ts'

function sweepOn(options: Partial<UploadsOptions> = {}) {
  const { bucket, topicArn, region, s3Endpoint, snsEndpoint, accessKeyId, secretAccessKey } = aws
  return uploadsSweep({
    ...required,
    bucket,
    topicArn,
    region,
    endpoint: s3Endpoint,
    snsEndpoint,
    credentials: { accessKeyId, secretAccessKey },
    authorize: 'public',
    log: () => {},
    ...options,
  })
}

const pending = async () => {
  const page = await client.send(new ListObjectsV2Command({ Bucket: aws.bucket, Prefix: 'pending/' }))
  return page.Contents?.map(({ Key }) => Key) ?? []
}

describe('a sweep', () => {
  it('announces what was uploaded and never completed, once, and completion then finds it', async () => {
    const [grant, completed] = [await presignOne(), await presignOne(photo)]
    await Promise.all([send(grant.plan), send(completed.plan)])
    expect(codes(await complete([completed.ticket]))).toEqual(['ok'])
    const before = published().length
    const sweep = sweepOn()
    expect(await sweep()).toEqual({ announced: [], failed: [], unknown: [] })
    expect(await sweep({ olderThanSeconds: 0 })).toEqual({ announced: [grant.id], failed: [], unknown: [] })
    expect(await sweep({ olderThanSeconds: 0 })).toEqual({ announced: [], failed: [], unknown: [] })
    expect(published().length - before).toBe(1)
    expect(await pending()).toEqual([])
    // The browser comes back. The processor, which this test does not have, has written its manifest by then.
    const Key = `derived/${grant.id}/manifest.json`
    await client.send(new PutObjectCommand({ Bucket: aws.bucket, Key, Body: '{}' }))
    expect(await complete([grant.ticket], serviceOn())).toMatchObject([{ ok: true, messageId: null }])
    expect(published().length - before).toBe(1)
  })

  it('announces what SNS did not take when its browser completed it', async () => {
    let isDown = true
    const publish: UploadsOptions['publish'] = () => {
      if (isDown) throw new Error('down')
      return 'm-1'
    }
    const from = serviceOn({ publish })
    const grant = await presignOne(photo, from)
    await send(grant.plan)
    expect(codes(await complete([grant.ticket], from))).toEqual(['publish-failed'])
    isDown = false
    const keys = [`pending/${grant.id}`]
    expect(await sweepOn({ publish })({ keys })).toEqual({ announced: [grant.id], failed: [], unknown: [] })
    expect(await pending()).not.toContain(keys[0])
  })

  it('takes keys of an S3 event, of any age, and only its own', async () => {
    const grant = await presignOne(photo)
    await send(grant.plan)
    await client.send(new PutObjectCommand({ Bucket: aws.bucket, Key: 'pending/foreign', Body: 'x' }))
    expect(
      await sweepOn()({ keys: [`pending/${grant.id}`, 'pending/foreign', 'pending/gone', 'uploads/other'] }),
    ).toEqual({ announced: [grant.id], failed: [], unknown: ['pending/foreign', 'pending/gone'] })
  })

  it('runs the host’s hooks, and deletes what they refuse', async () => {
    const grant = await presignOne(photo)
    await send(grant.plan)
    const onUploadComplete: UploadsOptions['onUploadComplete'] = ({ subject }) => {
      throw new RejectUpload(`Not for ${subject}.`)
    }
    expect(await sweepOn({ onUploadComplete })({ keys: [`pending/${grant.id}`] })).toMatchObject({
      failed: [{ id: grant.id, code: 'rejected' }],
    })
    expect(await pending()).not.toContain(`pending/${grant.id}`)
  })

  it('believes no grant that is not of this service and this upload', async () => {
    const [one, other] = [await presignOne(photo), await presignOne(photo)]
    const forged = Object.entries(one.plan.fields).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-upload-grant') ? [[name.replace('x-amz-meta-', ''), value]] : [],
    )
    expect(forged.length).toBeGreaterThan(0)
    await client.send(
      new PutObjectCommand({
        Bucket: aws.bucket,
        Key: `pending/${other.id}`,
        Body: bytes,
        Metadata: { 'upload-id': other.id, ...Object.fromEntries(forged) },
      }),
    )
    expect(await sweepOn()({ keys: [`pending/${other.id}`] })).toMatchObject({
      unknown: [`pending/${other.id}`],
    })
  })
})

describe('a sealed grant', () => {
  const claims = {
    id: 'i-1',
    key: 'uploads/k',
    size: 1,
    contentType: 'image/jpeg',
    sha256: null,
    route: 'default',
    subject: 'ann',
    fileName: 'f.jpg',
    metadata: {},
    grantedAt: 1,
    uploadUntil: 2,
    multipart: null,
  }
  const grants = (...secrets: string[]) => new SealedGrants(async () => secrets)

  it('is read with the secret alone, survives rotation, and shows nothing', async () => {
    const sealed = (await grants(secret).seal(claims)) ?? ''
    expect(atob(sealed.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('ann')
    expect(await grants(`${secret}2`, secret).open(sealed, 'i-1')).toEqual(claims)
    expect(await grants(`${secret}2`).open(sealed, 'i-1')).toBeNull()
    expect(await grants(secret).open(sealed, 'i-2')).toBeNull()
    expect(await grants(secret).open(`${sealed.slice(0, -4)}AAAA`, 'i-1')).toBeNull()
    expect(await grants(secret).open('', 'i-1')).toBeNull()
  })

  it('is left out when it is too large for metadata', async () => {
    expect(await grants(secret).seal({ ...claims, metadata: { a: 'x'.repeat(2000) } })).toBeNull()
  })
})
