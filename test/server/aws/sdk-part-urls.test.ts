/** Part URLs and forms of the SDK adapter, beside what the AWS SDK signs itself. */
import { S3Client, type S3ClientConfig, UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it, vi } from 'vitest'
import { SdkCalls } from '../../../server/aws/sdk-calls.ts'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }
const sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const upload = { bucket: 'acme-in', key: 'uploads/ä b.jpg', uploadId: 'a+/=' }

async function bySdk(client: S3Client, Key: string): Promise<string> {
  const command = new UploadPartCommand({
    Bucket: upload.bucket,
    Key,
    UploadId: upload.uploadId,
    PartNumber: 3,
    ContentLength: 9,
    ChecksumSHA256: sha256,
  })
  return getSignedUrl(client, command, {
    expiresIn: 600,
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
  })
}

const query = (url: string) => [...new URL(url).searchParams].sort()

describe('a part URL of a client of the host’s own', () => {
  const quiet = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const
  const configs: [string, S3ClientConfig][] = [
    ['AWS', {}],
    ['another partition', { region: 'cn-north-1' }],
    ['a session', { credentials: { ...keys, sessionToken: 'FwoG//+/=' } }],
    ['acceleration', { useAccelerateEndpoint: true }],
    ['dual stack and FIPS', { useDualstackEndpoint: true, useFipsEndpoint: true }],
    ['a store below a path', { endpoint: 'https://example.com/s3/', forcePathStyle: true }],
    ['a store with the bucket in its host', { endpoint: 'https://store.example.com:9000' }],
  ]

  it.each(configs)('on %s is the SDK’s', async (_name, config) => {
    vi.useFakeTimers({ now: new Date('2026-11-30T08:09:10Z'), toFake: ['Date'] })
    try {
      const client = new S3Client({ region: 'eu-west-1', credentials: keys, ...quiet, ...config })
      const sdk = new SdkCalls({ s3Client: client })
      const { parts } = await sdk.signParts(upload, [{ partNumber: 3, size: 9, sha256 }], 600)
      const theirs = await bySdk(client, upload.key)
      expect(new URL(parts[0]?.url ?? '').href.split('?')[0]).toBe(new URL(theirs).href.split('?')[0])
      expect(query(parts[0]?.url ?? '')).toEqual(query(theirs))
    } finally {
      vi.useRealTimers()
    }
  })

  it('has what its middleware adds, for each part', async () => {
    const client = new S3Client({ region: 'eu-west-1', credentials: keys, ...quiet })
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args
        if (typeof request === 'object' && request !== null && 'query' in request) {
          Object.assign(Object(request.query), { 'x-trace': String(Object(args.input).PartNumber) })
        }
        return next(args)
      },
      { step: 'build', name: 'trace' },
    )
    const grants = [1, 2].map((partNumber) => ({ partNumber, size: 9, sha256: null }))
    const { parts } = await new SdkCalls({ s3Client: client }).signParts(upload, grants, 600)
    expect(parts.map(({ url }) => new URL(url).searchParams.get('x-trace'))).toEqual(['1', '2'])
  })
})
