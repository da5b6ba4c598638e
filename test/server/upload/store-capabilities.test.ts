import { describe, expect, it } from 'vitest'
import { isPathStyle, storeCapabilities } from '../../../server/upload/store-capabilities.ts'

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
    ['s3.eusc-de-east-1.amazonaws.eu', { name: 'Amazon S3', listParts: true }],
    ['storage.europe-west3.rep.googleapis.com', { name: 'Google Cloud Storage', forms: false }],
    ['storage-vialink1.p.googleapis.com', { name: 'Google Cloud Storage', forms: false }],
    ['fra1.digitaloceanspaces.com', { forms: true, checksums: 'none' }],
    ['abc.storage.supabase.co', { name: 'Supabase Storage', forms: false }],
    ['ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com', { name: 'Oracle Cloud', forms: false }],
    ['acme-in.oss-eu-central-1.aliyuncs.com', { name: 'Alibaba Cloud OSS', forms: false, conditions: [] }],
    ['acme-in-125.cos.eu-frankfurt.myqcloud.com', { name: 'Tencent Cloud COS', forms: false }],
    ['acc.R2.cloudflarestorage.com.', { name: 'Cloudflare R2', forms: false }],
    ['storage.googleapis.com.evil.test', { forms: true, listParts: 'unknown' }],
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

it.each([
  ['https://oss-eu-central-1.aliyuncs.com', false],
  ['https://cos.eu-frankfurt.myqcloud.com/', false],
  ['https://s3.example.com', true],
  ['http://[::1]:9000', true],
])('has the bucket in the path or in the host: %s', (endpoint, inPath) => {
  expect(isPathStyle(endpoint)).toBe(inPath)
})
