import { describe, expect, it } from 'vitest'
import { storeCapabilities } from '../../../server/upload/store-capabilities.ts'

describe('a store', () => {
  it.each([
    ['s3.eu-west-1.amazonaws.com', { name: 'Amazon S3', forms: true, maxParts: 10_000 }],
    ['acme-in.s3.cn-north-1.amazonaws.com.cn', { name: 'Amazon S3', forms: true }],
    ['acc.r2.cloudflarestorage.com', { forms: false, conditions: ['put'], checksums: 'parts' }],
    ['acme-in.acc.eu.r2.cloudflarestorage.com', { name: 'Cloudflare R2', forms: false }],
    ['s3.us-west-004.backblazeb2.com', { forms: false, conditions: [], checksums: 'none' }],
    ['storage.googleapis.com', { forms: false, conditions: [], bulkDelete: false }],
    ['s3.gra.io.cloud.ovh.net', { name: 'OVHcloud', forms: false }],
    ['s3.fr-par.scw.cloud', { name: 'Scaleway', forms: true, maxParts: 1000 }],
    ['minio.test', { forms: true, conditions: ['copy', 'complete'], listParts: 'unknown' }],
    ['evilbackblazeb2.com', { forms: true, listParts: 'unknown' }],
    ['r2.cloudflarestorage.com.evil.test', { forms: true }],
  ])('is recognized by its host name %s', (hostname, capabilities) => {
    expect(storeCapabilities([hostname])).toMatchObject(capabilities)
  })

  it('is recognized by either address', () => {
    for (const names of [
      ['files.acme.test', 'acc.r2.cloudflarestorage.com'],
      ['acc.r2.cloudflarestorage.com', 'files.acme.test'],
    ]) {
      expect(storeCapabilities(names)).toMatchObject({ name: 'Cloudflare R2', forms: false })
    }
  })

  it('is what the host says of it', () => {
    const given = { forms: true, maxParts: 50, checksums: undefined }
    expect(storeCapabilities(['acc.r2.cloudflarestorage.com'], given)).toMatchObject({
      forms: true,
      maxParts: 50,
      checksums: 'parts',
    })
  })
})
