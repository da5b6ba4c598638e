/** Small files as one PUT, for stores without POST Object. */
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { aws, bytes, client, codes, complete, presign, serviceOn, sha256 } from '../support/local-journey.ts'
import { photo } from '../support/upload-service.ts'

const objects = { cacheControl: 'max-age=60', metadata: { origin: 'shop' } }
const on = () =>
  serviceOn({
    store: { forms: false, conditions: ['put', 'copy', 'complete'] },
    routes: { default: { objects } },
  })

async function presignPut(file: object, from: ReturnType<typeof on>) {
  const [upload] = await presign([file], from)
  if (upload?.plan.kind !== 'put') throw new Error('A PUT is expected')
  return { ...upload, plan: upload.plan }
}

it.each([
  ['with', { ...photo, sha256 }],
  ['without', photo],
])('stores and announces a file %s a checksum', async (_, file) => {
  const from = on()
  const { plan, ticket, key, id, expiresAt } = await presignPut(file, from)
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000)
  expect((await fetch(plan.url, { method: 'PUT', headers: plan.headers, body: bytes })).status).toBe(200)
  expect(codes(await complete([ticket], from))).toEqual(['ok'])
  const { Body, ...stored } = await client.send(new GetObjectCommand({ Bucket: aws.bucket, Key: key }))
  expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(bytes)
  expect(stored).toMatchObject({
    ContentType: 'image/jpeg',
    ContentDisposition: 'attachment',
    CacheControl: 'max-age=60',
    Metadata: { 'upload-id': id, origin: 'shop' },
  })
  await expect(
    client.send(new HeadObjectCommand({ Bucket: aws.bucket, Key: `pending/${id}` })),
  ).rejects.toMatchObject({ name: 'NotFound' })
})

it('is refused by S3 with any header or byte other than granted', async () => {
  const { plan } = await presignPut({ ...photo, sha256 }, on())
  const put = async (headers: Record<string, string>, body: Uint8Array<ArrayBuffer>) =>
    (await fetch(plan.url, { method: 'PUT', headers, body })).status
  const content = new Uint8Array(bytes)
  for (const name of Object.keys(plan.headers)) {
    const { [name]: _, ...rest } = plan.headers
    expect(await put(rest, content), `without ${name}`).toBe(403)
    expect(await put({ ...plan.headers, [name]: 'text/html' }, content), `another ${name}`).not.toBe(200)
  }
  expect(await put(plan.headers, content.slice(1))).toBe(403)
  expect(
    await put(
      plan.headers,
      content.map((byte) => byte ^ 1),
    ),
  ).toBe(400)
})
