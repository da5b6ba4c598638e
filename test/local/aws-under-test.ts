import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListObjectsV2Command, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { expect, onTestFinished } from 'vitest'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../demo/local/index.ts'

export interface AwsUnderTest extends LocalAws {
  s3: S3Client
  sns: SNSClient
  directory: string
  /** Keys in the bucket. */
  keys(): Promise<string[]>
  /** Files on disk with bytes of objects, of parts, or without an owner. */
  blobFiles(): Promise<string[]>
}

/** Starts one for the current test and closes it afterwards. Without a Lambda by default. */
export async function startAws(options: LocalAwsOptions = {}): Promise<AwsUnderTest> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'local-aws-test-')))
  const aws = await startLocalAws({ lambda: false, ...options, directory })
  onTestFinished(async () => {
    await aws.close()
    await rm(directory, { recursive: true, force: true })
  })
  const s3 = s3ClientOf(aws)
  const credentials = { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey }
  const sns = new SNSClient({ endpoint: aws.snsEndpoint, region: aws.region, credentials, maxAttempts: 1 })
  return {
    ...aws,
    s3,
    sns,
    directory,
    keys: async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: aws.bucket }))
      return Contents.map(({ Key = '' }) => Key)
    },
    blobFiles: () => readdir(join(directory, 'blobs')),
  }
}

export function s3ClientOf(aws: LocalAws, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: aws.s3Endpoint,
    region: aws.region,
    credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 1,
    ...config,
  })
}

export interface S3Refusal {
  status: number
  code: string
  message: string
  xml: string
}

export async function readResponse(response: Response): Promise<S3Refusal> {
  const xml = await response.text()
  return { status: response.status, code: element(xml, 'Code'), message: element(xml, 'Message'), xml }
}

export function element(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''
}

export async function expectNothingStored(aws: AwsUnderTest): Promise<void> {
  expect(await aws.keys()).toEqual([])
  expect(await aws.blobFiles()).toEqual([])
}
