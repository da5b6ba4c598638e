/** Forms that a store with Amazon's checks refuses. */
import { randomBytes } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { isLight } from '../support/api.ts'
import { aws, codes, complete, file, presignOne, send, serviceOn } from '../support/local-journey.ts'
import { photo } from '../support/upload-service.ts'

describe('S3 refuses', () => {
  it.each([-1, 1])('a file that is %i byte off', async (off) => {
    const grant = await presignOne(photo)
    expect((await send(grant.plan, randomBytes(1000 + off))).status).toBe(400)
    expect(codes(await complete([grant.ticket]))).toEqual(['upload-not-found'])
  })

  it('other bytes of the same size when the grant is bound to a checksum', async () => {
    const grant = await presignOne()
    expect((await send(grant.plan, randomBytes(1000))).status).toBe(400)
    expect(codes(await complete([grant.ticket]))).toEqual(['upload-not-found'])
  })

  it('a form in which any single field is changed or left out', async () => {
    const grant = await presignOne()
    for (const [field, value] of Object.entries(grant.plan.fields)) {
      const changed = { ...grant.plan, fields: { ...grant.plan.fields, [field]: `${value}0` } }
      const { [field]: _, ...fewer } = grant.plan.fields
      expect((await send(changed)).status, `${field} changed`).toBeGreaterThanOrEqual(400)
      // The URL names the bucket already.
      if (field !== 'bucket') {
        expect(
          (await send({ ...grant.plan, fields: fewer })).status,
          `${field} left out`,
        ).toBeGreaterThanOrEqual(400)
      }
    }
    expect(codes(await complete([grant.ticket]))).toEqual(['upload-not-found'])
    expect((await send(grant.plan)).status).toBe(201)
  })

  it.each([
    ['acl', 'public-read'],
    ['x-amz-meta-more', 'x'],
    ['success_action_redirect', 'https://evil.example'],
    ['x-amz-website-redirect-location', '/x'],
    ['Cache-Control', 'public'],
    ['x-amz-storage-class', 'GLACIER'],
    ['Expires', '0'],
  ])('a form with an additional field: %s', async (field, value) => {
    const grant = await presignOne()
    const fields = { [field]: value, ...grant.plan.fields }
    expect((await send({ ...grant.plan, fields })).status).toBe(403)
    expect(codes(await complete([grant.ticket]))).toEqual(['upload-not-found'])
  })

  it.skipIf(isLight)('an expired form', async () => {
    const { accessKeyId, secretAccessKey, region, s3Endpoint } = aws
    const late = new S3Client({
      region,
      endpoint: s3Endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
      systemClockOffset: -301_000,
    })
    const grant = await presignOne(file, serviceOn({ s3Client: late }))
    expect(Date.parse(grant.expiresAt)).toBeLessThan(Date.now())
    const answer = await send(grant.plan)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('Policy expired')
    late.destroy()
  })
})
