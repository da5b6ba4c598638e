import { createHmac } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { isLight } from '../support/api.ts'
import { codesOf, presignOne, sha256 } from '../support/presigning.ts'
import { credentials, photo } from '../support/upload-service.ts'

describe('the grant', () => {
  it('makes every field an exact condition, the size an exact range, and nothing else', async () => {
    const { fields, policy, id } = await presignOne({ ...photo, sha256 })
    const exact = Object.entries(fields)
      .filter(([name]) => name !== 'Policy' && name !== 'X-Amz-Signature')
      .map(([name, value]) => ({ [name]: value }))
    expect(policy.conditions).toHaveLength(exact.length + 1)
    expect(policy.conditions).toEqual(
      expect.arrayContaining([...exact, ['content-length-range', 1000, 1000]]),
    )
    expect(JSON.stringify(policy)).not.toContain('starts-with')
    expect(fields).toMatchObject({
      bucket: 'acme-in',
      key: `pending/${id}`,
      'Content-Type': 'image/jpeg',
      'Content-Disposition': 'attachment',
      success_action_status: '201',
      'x-amz-meta-upload-id': id,
      'x-amz-checksum-algorithm': 'SHA256',
      'x-amz-checksum-sha256': sha256,
    })
  })

  it('carries the signature that AWS computes', async () => {
    const { fields } = await presignOne(photo)
    const [, date, region, service] = (fields['X-Amz-Credential'] ?? '').split('/')
    const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
    const scoped = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
      (key, text) => hmac(key, text ?? ''),
      `AWS4${credentials.secretAccessKey}`,
    )
    expect(region).toBe('eu-west-1')
    expect(fields['X-Amz-Signature']).toBe(hmac(scoped as Buffer, fields.Policy ?? '').toString('hex'))
  })

  it('ends at its stated time, and no later than the route allows', async () => {
    const { expiresAt, policy } = await presignOne(photo, { routes: { default: { expiresInSeconds: 60 } } })
    expect(Date.parse(expiresAt)).toBe(Date.parse(policy.expiration))
    const seconds = (Date.parse(expiresAt) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(50)
    expect(seconds).toBeLessThanOrEqual(60)
  })

  it.each([
    [1, 30],
    [100_000, 3600],
  ])('clamps a lifetime of %i s to %i s', async (expiresInSeconds, expected) => {
    const { expiresAt } = await presignOne(photo, { routes: { default: { expiresInSeconds } } })
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - expected * 1000)).toBeLessThan(5000)
  })

  it('ends with the session that signs it, whose token it carries', async () => {
    const session = {
      ...credentials,
      sessionToken: 'FwoGZXIvYXdzEXAMPLE',
      expiration: new Date(Date.now() + 100_000),
    }
    const { fields, expiresAt } = await presignOne(photo, { credentials: session })
    expect(fields['X-Amz-Security-Token']).toBe('FwoGZXIvYXdzEXAMPLE')
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(session.expiration.getTime())
  })

  it('is refused as retryable when the session has expired or there are no credentials', async () => {
    const over = { ...credentials, expiration: new Date(Date.now() - 1000) }
    const none = () => Promise.reject(new Error('Could not load credentials from any provider'))
    expect(await codesOf([photo], { credentials: over })).toEqual(['storage-unavailable'])
    expect(await codesOf([photo, photo], { credentials: none })).toEqual([
      'storage-unavailable',
      'storage-unavailable',
    ])
  })

  it('points browsers at the public endpoint, with the bucket in the path', async () => {
    const { url } = await presignOne(photo, {
      endpoint: 'http://minio.internal:9000',
      publicEndpoint: 'https://files.example.com',
    })
    expect(url).toBe('https://files.example.com/acme-in')
  })

  it.skipIf(isLight)('points browsers at the endpoint of a host’s client', async () => {
    const s3Client = new S3Client({ region: 'us-west-2', credentials })
    const { url, fields } = await presignOne(photo, { s3Client })
    expect(url).toBe('https://acme-in.s3.us-west-2.amazonaws.com/')
    expect(fields['X-Amz-Credential']).toContain('/us-west-2/')
  })
})

it('signs without a network call', async () => {
  const { url } = await presignOne(photo, { endpoint: 'http://127.0.0.1:1' })
  expect(url).toBe('http://127.0.0.1:1/acme-in')
})
