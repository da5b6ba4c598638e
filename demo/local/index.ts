/** An AWS in one process, for the demo and the tests: S3 that checks what S3 checks, SNS, and a Lambda that SNS invokes. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CorsRule, defaultCorsRules } from './cors.ts'
import { LambdaHost, type LocalLambdaOptions } from './lambda-host.ts'
import { startS3Server } from './s3-server.ts'
import type { Signer } from './signature.ts'
import { type DeadLetter, type DeliveryPolicy, Sns } from './sns.ts'
import type { OnTrace } from './trace.ts'

export type { CorsRule } from './cors.ts'
export { LocalAwsError, type LocalAwsErrorCode } from './http-server.ts'
export type { LocalLambdaOptions } from './lambda-host.ts'
export type { DeadLetter } from './sns.ts'
export type { TraceEntry } from './trace.ts'

export interface LocalAwsOptions {
  /** Default: any that is free. */
  s3Port?: number
  snsPort?: number
  /** Where objects live. Default: a temporary folder, removed on close. */
  directory?: string
  /** Default: `uploads`, where any origin may GET, POST, PUT and HEAD and read ETag and the x-amz ids. */
  bucket?: string
  corsRules?: CorsRule[]
  /** Default: `upload-completed`, each message tried 3 times, the first pause 500 ms. */
  topic?: string
  delivery?: DeliveryPolicy
  /** `false`: messages are accepted and delivered to no one. */
  lambda?: false | LocalLambdaOptions
  onTrace?: OnTrace
}

export interface LocalAws extends Signer {
  s3Endpoint: string
  snsEndpoint: string
  bucket: string
  topicArn: string
  /** What a service needs to find all this through the SDK's own defaults. */
  environment: Record<string, string>
  /** Oldest first. */
  deadLetters(): readonly DeadLetter[]
  /** Resolves when no delivery is under way or waiting for another attempt. */
  idle(): Promise<void>
  /** Ends servers and processes; afterwards nothing of it runs and no temporary file is left. */
  close(): Promise<void>
}

// From the examples of Amazon's documentation: it opens a server that nobody but this machine can reach.
export const localCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const signer = { region: 'us-east-1', ...localCredentials }

/** Rejects with LocalAwsError (`port-in-use`, `listen-failed`); nothing is left running then. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { bucket = 'uploads', topic = 'upload-completed', onTrace = () => {}, lambda = {} } = options
  const { s3Port = 0, snsPort = 0, corsRules = defaultCorsRules } = options
  const { delivery = { attempts: 3, baseDelayMs: 500 } } = options
  const topicArn = `arn:aws:sns:${signer.region}:000000000000:${topic}`
  const cleanups: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  }
  try {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'local-aws-')))
    if (options.directory === undefined) cleanups.push(() => rm(directory, { recursive: true, force: true }))
    const s3 = await startS3Server({ port: s3Port, directory, signer, bucket, corsRules, onTrace })
    cleanups.push(s3.close)
    const access = {
      AWS_REGION: signer.region,
      AWS_ACCESS_KEY_ID: signer.accessKeyId,
      AWS_SECRET_ACCESS_KEY: signer.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
    }
    const host = lambda && new LambdaHost(lambda, access, onTrace)
    if (host) cleanups.push(() => host.close())
    const sns = new Sns({ topicArn, signer, delivery, subscriber: host, onTrace })
    const { endpoint: snsEndpoint, close: closeSns } = await sns.listen(snsPort)
    cleanups.push(closeSns)
    const names = { UPLOAD_BUCKET: bucket, UPLOAD_TOPIC_ARN: topicArn }
    const environment = { ...access, AWS_ENDPOINT_URL_SNS: snsEndpoint, ...names }
    const where = { s3Endpoint: s3.endpoint, snsEndpoint, ...signer, bucket, topicArn, environment }
    return { ...where, deadLetters: () => sns.deadLetters, idle: () => sns.idle(), close }
  } catch (error) {
    await close()
    throw error
  }
}
