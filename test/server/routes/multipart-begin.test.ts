/** The calls that `/presign` and `/parts` make to a store for large files, and the requests they sign. */
import { S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { isLight } from '../support/api.ts'
import { large, refusal, storeScene } from '../support/scripted-store.ts'
import { credentials, photo } from '../support/upload-service.ts'

describe('starting large files', () => {
  it('runs 16 calls at a time; one that fails fails no other, and small files need none', async () => {
    let number = 0
    const { presign, asked, failures } = await storeScene({
      create: (usual) => {
        number += 1
        return number === 2 ? refusal(403, 'AccessDenied') : usual
      },
    })
    const files = [large, photo, large, large, photo].map((file, index) => ({ ...file, ref: `${index}` }))
    const uploads = await presign(files)
    expect(uploads.map(({ ref }) => ref)).toEqual(['0', '1', '2', '3', '4'])
    const outcomes = uploads.map((upload) => (upload.ok ? upload.plan.kind : upload.error.code))
    expect(outcomes.filter((one) => one === 'storage-denied')).toHaveLength(1)
    expect(outcomes.filter((one) => one === 'multipart')).toHaveLength(2)
    expect([outcomes[1], outcomes[4]]).toEqual(['post', 'post'])
    expect(asked).toEqual(['create', 'create', 'create'])
    expect(failures.map(({ code }) => code)).toEqual(['storage-denied'])
  })

  it('signs fewer parts at first when a hundred files share the response', async () => {
    const { presign, post } = await storeScene({}, { routes: { default: { maxFileSize: 1024 ** 4 } } })
    const huge = { ...photo, size: 1024 ** 4 }
    const firstParts = (uploads: Awaited<ReturnType<typeof presign>>) =>
      uploads.map((upload) => (upload.ok && upload.plan.kind === 'multipart' ? upload.plan.parts.length : 0))
    expect(firstParts(await presign([huge]))).toEqual([24])
    expect(firstParts(await presign(Array(10).fill(huge)))).toEqual(Array(10).fill(24))
    expect(firstParts(await presign(Array(100).fill(huge)))).toEqual(Array(100).fill(3))
    const [one] = await presign([huge])
    if (!one?.ok || one.plan.kind !== 'multipart') throw new Error('An upload in parts is expected')
    const { partCount } = one.plan
    const more = await post('/parts', { ticket: one.ticket, partNumbers: [partCount, partCount + 1] })
    expect(await more.json()).toMatchObject({ errors: [{ path: '/partNumbers/1' }] })
  })

  it('sends type, id and SHA-256, and signs only address, size and checksum', async () => {
    const { grant, post, s3 } = await storeScene()
    const sum = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    const { ticket } = await grant({ ...large, partChecksum: 'sha256' })
    expect(s3.seen[0]?.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment',
      'x-amz-checksum-algorithm': 'SHA256',
    })
    const answer = (await (
      await post('/parts', { ticket, partNumbers: [3], sha256: { 3: sum } })
    ).json()) as {
      parts: { url: string; headers: object }[]
    }
    const url = new URL(answer.parts[0]?.url ?? '')
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host;x-amz-checksum-sha256')
    expect([...url.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([])
    expect(answer.parts[0]?.headers).toEqual({ 'x-amz-checksum-sha256': sum })
  })

  it.skipIf(isLight)(
    'signs no checksum of an empty body, even with a host’s client that adds one',
    async () => {
      const { s3, ...first } = await storeScene()
      await first.grant()
      const s3Client = new S3Client({
        region: 'eu-west-1',
        credentials,
        endpoint: s3.url,
        forcePathStyle: true,
      })
      const { grant } = await storeScene({}, { s3Client })
      const { plan } = await grant()
      const url = new URL(plan.kind === 'multipart' ? (plan.parts[0]?.url ?? '') : '')
      expect([...url.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([])
      expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host')
    },
  )
})
