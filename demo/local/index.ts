/**
 * An AWS in one process, for the demo and the tests: S3 that checks what S3 checks, SNS, and a Lambda that SNS
 * invokes. Listens on 127.0.0.1 only.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CorsRule, defaultCorsRules } from './cors.ts'
import { LambdaHost } from './lambda-host.ts'
import { startS3Server } from './s3-server.ts'
import { type DeliveryPolicy, SnsDelivery } from './sns-delivery.ts'
import { type DeadLetter, snsLambdaEvent } from './sns-message.ts'
import { startSnsServer } from './sns-server.ts'
import type { TraceEntry } from './trace.ts'

export type { CorsRule } from './cors.ts'
export { LocalAwsError, type LocalAwsErrorCode } from './local-aws-error.ts'
export type { DeadLetter } from './sns-message.ts'
export type { TraceEntry } from './trace.ts'

export interface LocalAwsOptions {
  /** Default: 0, any free port. */
  s3Port?: number
  snsPort?: number
  /** Where objects live; kept on close. Default: a fresh temporary folder, removed on close. */
  directory?: string
  /** Default: `uploads`. */
  bucket?: string
  /** Default: `upload-completed`. */
  topic?: string
  /** Of the bucket. Default: any origin may GET, POST, PUT and HEAD and read ETag and the x-amz ids. */
  corsRules?: CorsRule[]
  /** `false`: messages are accepted and delivered to no one. */
  lambda?: false | LocalLambdaOptions
  /** Default: 3 attempts, the first pause 500 ms. */
  delivery?: DeliveryPolicy
  onTrace?: (entry: TraceEntry) => void
}

export interface LocalLambdaOptions {
  /** Exports `handler`; a path or a URL. Default: the image processor of this project. */
  module?: string | URL
  /** Added to what a Lambda has: region, credentials, S3 endpoint, memory size. */
  env?: Record<string, string>
  /** Invocations at a time, each in a process of its own. Default: 2. */
  concurrency?: number
  /** Default: 60,000. */
  timeoutMs?: number
}

export interface LocalAws {
  /** `http://127.0.0.1:PORT` */
  s3Endpoint: string
  snsEndpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  bucket: string
  topicArn: string
  /** What a service needs to find all this through the SDK's own defaults. */
  environment: Record<string, string>
  /** Messages that could not be delivered, oldest first. */
  deadLetters(): readonly DeadLetter[]
  /** Resolves when no delivery is under way or waiting for another attempt. */
  idle(): Promise<void>
  /** Ends servers and processes; afterwards nothing of it runs and no temporary file is left. */
  close(): Promise<void>
}

// Amazon's documentation uses this pair in its examples. Known to everyone on purpose: it opens a server that
// nobody but this machine can reach.
export const localCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const signer = { region: 'us-east-1', ...localCredentials }
const ACCOUNT = '000000000000'
const FUNCTION_NAME = 'process-image'
const FUNCTION_MEMORY_MB = '1769'

/** Rejects with LocalAwsError (`port-in-use`, `listen-failed`); nothing is left running then. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { bucket = 'uploads', topic = 'upload-completed', onTrace = () => {}, lambda = {} } = options
  const topicArn = `arn:aws:sns:${signer.region}:${ACCOUNT}:${topic}`
  const cleanups: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  }
  try {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'local-aws-')))
    if (options.directory === undefined) cleanups.push(() => rm(directory, { recursive: true, force: true }))
    await mkdir(directory, { recursive: true })
    const s3 = await startS3Server({
      port: options.s3Port ?? 0,
      directory,
      signer,
      buckets: [{ name: bucket, corsRules: options.corsRules ?? defaultCorsRules }],
      onTrace,
    })
    cleanups.push(s3.close)
    const access = {
      AWS_REGION: signer.region,
      AWS_ACCESS_KEY_ID: signer.accessKeyId,
      AWS_SECRET_ACCESS_KEY: signer.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
    }
    const host = lambda && startLambda(lambda, access, onTrace)
    if (host) cleanups.push(() => host.close())
    const delivery = new SnsDelivery(
      options.delivery ?? { attempts: 3, baseDelayMs: 500 },
      host ? [(message) => host.invoke(snsLambdaEvent(message), message.messageId)] : [],
      onTrace,
    )
    cleanups.push(() => delivery.close())
    const sns = await startSnsServer({ port: options.snsPort ?? 0, topicArn, signer, delivery, onTrace })
    cleanups.push(sns.close)
    return {
      s3Endpoint: s3.endpoint,
      snsEndpoint: sns.endpoint,
      ...signer,
      bucket,
      topicArn,
      environment: {
        ...access,
        AWS_ENDPOINT_URL_SNS: sns.endpoint,
        UPLOAD_BUCKET: bucket,
        UPLOAD_TOPIC_ARN: topicArn,
      },
      deadLetters: () => delivery.deadLetters,
      idle: () => delivery.idle(),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function startLambda(
  options: LocalLambdaOptions,
  access: Record<string, string>,
  onTrace: (entry: TraceEntry) => void,
): LambdaHost {
  // Beside this file there are only sources or only what was built from them.
  const {
    module = new URL(`../../lambda/index${extname(new URL(import.meta.url).pathname)}`, import.meta.url),
  } = options
  return new LambdaHost({
    module: typeof module === 'string' && !URL.canParse(module) ? pathToFileURL(module) : new URL(module),
    environment: { ...access, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: FUNCTION_MEMORY_MB, ...options.env },
    concurrency: options.concurrency ?? 2,
    timeoutMs: options.timeoutMs ?? 60_000,
    functionName: FUNCTION_NAME,
    functionArn: `arn:aws:lambda:${signer.region}:${ACCOUNT}:function:${FUNCTION_NAME}`,
    onTrace,
  })
}
