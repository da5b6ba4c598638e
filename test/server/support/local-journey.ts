/**
 * Real uploads through the service to an embedded S3 and SNS, started once for the test file that imports this.
 * `TEST_S3_ENDPOINT` names another store that accepts the embedded credentials; `TEST_S3_VERSIONS=1` gives its bucket
 * versions.
 */
import { createHash, randomBytes } from 'node:crypto'
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import type {
  CompleteResponse,
  PostPlan,
  PresignedUpload,
  PresignResponse,
} from '../../../component/protocol.ts'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../../demo/local/index.ts'
import type { UploadsOptions } from '../../../server/index.ts'
import { photo, uploadService } from './upload-service.ts'

export const bytes = randomBytes(1000)
export const sha256 = createHash('sha256').update(bytes).digest('base64')
export const file = { ...photo, sha256 }

export let aws: LocalAws
export let client: S3Client
export let service: ReturnType<typeof uploadService>
const trace: TraceEntry[] = []

export const published = () =>
  trace.flatMap((entry) =>
    entry.service === 'sns' && entry.operation === 'Publish' && entry.phase === 'end'
      ? [entry.messageId]
      : [],
  )

export function serviceOn(options: Partial<UploadsOptions> = {}) {
  const { accessKeyId, secretAccessKey } = aws
  return uploadService({
    bucket: aws.bucket,
    topicArn: aws.topicArn,
    region: aws.region,
    endpoint: aws.s3Endpoint,
    snsEndpoint: aws.snsEndpoint,
    credentials: { accessKeyId, secretAccessKey },
    ...options,
  })
}

beforeAll(async () => {
  const local = await startLocalAws({ lambda: false, onTrace: (entry) => trace.push(entry) })
  const endpoint = process.env.TEST_S3_ENDPOINT
  aws = endpoint === undefined ? local : { ...local, s3Endpoint: endpoint, bucket: `journey-${Date.now()}` }
  const { accessKeyId, secretAccessKey, region } = aws
  client = new S3Client({
    region,
    endpoint: aws.s3Endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  })
  if (endpoint !== undefined) await createBucket(aws.bucket)
  service = serviceOn()
})
afterAll(async () => {
  client.destroy()
  await aws.close()
})

async function createBucket(Bucket: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket }))
  if (process.env.TEST_S3_VERSIONS !== '1') return
  const VersioningConfiguration = { Status: 'Enabled' } as const
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
}

export async function presign(files: object[], from = service): Promise<PresignedUpload[]> {
  const response = await from.post('/presign', { files })
  return ((await response.json()) as PresignResponse).uploads.map((upload) => {
    if (!upload.ok) throw new Error(upload.error.detail)
    return upload
  })
}

/** For a file of 8 + 8 + 1 MiB; more parts only where it says so. */
export async function presignParts(one: object, from = service) {
  const [upload] = await presign([one], from)
  if (upload?.plan.kind !== 'multipart') throw new Error('An upload in parts is expected')
  return { ...upload, plan: upload.plan }
}

export async function presignOne(one: object = file, from = service) {
  const [upload] = await presign([one], from)
  if (upload?.plan.kind !== 'post') throw new Error('A form post is expected')
  return { ...upload, plan: upload.plan }
}

export function send(
  { url, fields }: Pick<PostPlan, 'url' | 'fields'>,
  content: Uint8Array = bytes,
  name = 'cat.jpg',
) {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append('file', new Blob([new Uint8Array(content)]), name)
  return fetch(url, { method: 'POST', body: form })
}

export async function complete(tickets: string[], from = service) {
  const response = await from.post('/complete', { uploads: tickets.map((ticket) => ({ ticket })) })
  return ((await response.json()) as CompleteResponse).uploads
}

export const codes = (results: Awaited<ReturnType<typeof complete>>) =>
  results.map((result) => (result.ok ? 'ok' : result.error.code))
