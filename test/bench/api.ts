/**
 * `npm run bench:api`: what one file costs the API in CPU, on both adapters, beside a bare HMAC and the AWS SDK alone. Medians of
 * five rounds, in turns, in one process, without a network call.
 */
import { createHmac } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import type { AdapterOptions, AwsAdapter } from '../../server/aws/aws-adapter.ts'
import { sdkAdapter } from '../../server/aws/sdk-adapter.ts'
import * as sdk from '../../server/index.ts'
import { lightAdapter } from '../../server/light/light-adapter.ts'
import * as light from '../../server/light.ts'

const ROUNDS = 5
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }
const place = { bucket: 'acme-in', region: 'eu-west-1', credentials }
const options = {
  ...place,
  topicArn: 'arn:aws:sns:eu-west-1:000000000000:uploads',
  secret: 'a secret of the benchmark, thirty-two bytes and more',
  authorize: 'public' as const,
}
const upload = { bucket: 'acme-in', key: 'uploads/default/2026/11/a.jpg', uploadId: 'VXBsb2FkIElEIGZvcg' }
const until = new Date(Date.now() + 86_400_000)
const parts = Array.from({ length: 100 }, (_, index) => ({
  partNumber: index + 1,
  size: 8_388_608,
  sha256: null,
}))
const files = Array.from({ length: 100 }, (_, index) => ({
  ref: String(index),
  name: `photo-${index}.jpg`,
  size: 1_000_000,
  type: 'image/jpeg',
}))
const body = JSON.stringify({ files })
const headers = { 'content-type': 'application/json' }

function presigning(uploads: typeof light.uploads): () => Promise<unknown> {
  const app = uploads(options)
  return async () => (await app.request('/presign', { method: 'POST', headers, body })).text()
}

function partSigning(adapter: AwsAdapter): () => Promise<unknown> {
  const all: AdapterOptions = { ...place, partUrlSeconds: 3600, variantUrlSeconds: 3600 }
  const { storage } = adapter.connect(all)
  return () => storage.signParts(upload, parts, until, AbortSignal.timeout(60_000))
}

const client = new S3Client(place)
const post = { Bucket: 'acme-in', Key: 'pending/a', Fields: { 'Content-Type': 'image/jpeg' } }

/** Each does a hundred items. */
const subjects: readonly (readonly [name: string, work: () => Promise<unknown>])[] = [
  [
    'a bare HMAC',
    async () => files.map(() => createHmac('sha256', 'key').update(body.slice(0, 900)).digest('hex')),
  ],
  ['createPresignedPost', () => Promise.all(files.map(() => createPresignedPost(client, post)))],
  ['presign in a batch of 100, SDK', presigning(sdk.uploads)],
  ['presign in a batch of 100, light', presigning(light.uploads)],
  ['a part URL, SDK', partSigning(sdkAdapter)],
  ['a part URL, light', partSigning(lightAdapter)],
]

const figures = new Map<string, number[]>()
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, work] of subjects) {
    const before = process.cpuUsage()
    for (let turn = 0; turn < 10; turn += 1) await work()
    const { user, system } = process.cpuUsage(before)
    // The first round warms up.
    if (round > 0) figures.set(name, [...(figures.get(name) ?? []), (user + system) / 1000])
  }
}
for (const [name, times] of figures) {
  const median = times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
  process.stdout.write(`${name.padEnd(36)}${median.toFixed(1).padStart(8)} µs of CPU\n`)
}
