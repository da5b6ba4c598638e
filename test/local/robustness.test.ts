import { expect, it } from 'vitest'
import { fuzz } from '../conformance/fuzz.ts'
import { manyUploads } from '../conformance/many-uploads.ts'
import { createTarget } from '../conformance/s3-target.ts'
import { type AwsUnderTest, startAws } from './aws-under-test.ts'

// The same at full size: npm run test:s3 -- --stress

const targetOf = ({ s3Endpoint, region, accessKeyId, secretAccessKey }: AwsUnderTest) =>
  createTarget({
    server: 'embedded',
    endpoint: s3Endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  })

it('returns 500 for no hostile request, and keeps working', { timeout: 30_000 }, async () => {
  const aws = await startAws()
  const { findings, statuses } = await fuzz(targetOf(aws), { bucket: aws.bucket, count: 1500, seed: 7 })
  expect(findings).toEqual([])
  // Some requests must pass the signature check, or the test would cover nothing behind it.
  expect(Number(statuses[200] ?? 0) + Number(statuses[204] ?? 0)).toBeGreaterThan(5)
  await expect(aws.keys()).resolves.toBeInstanceOf(Array)
})

it('accepts 400 small uploads from 50 clients', async () => {
  const aws = await startAws()
  await manyUploads(targetOf(aws), { bucket: aws.bucket, uploads: 400, clients: 50 })
  expect(await aws.keys()).toHaveLength(400)
  expect(await aws.blobFiles()).toHaveLength(400)
})
