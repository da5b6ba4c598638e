/** S3 (with S3's checks), SNS and a Lambda that SNS invokes, in one process, for the demo and the tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CorsRule, defaultCorsRules } from './cors-rule.ts'
import { FaultSwitches } from './faults.ts'
import { LambdaHost, type LocalLambdaOptions } from './lambda-host.ts'
import { type LocalQueueOptions, QueueDelivery } from './queue-delivery.ts'
import { type LackingFeature, startS3Server } from './s3-server.ts'
import type { Signer } from './signature.ts'
import { type DeadLetter, type DeliveryPolicy, Sns } from './sns.ts'
import type { OnTrace } from './trace.ts'

export type { CorsRule } from './cors-rule.ts'
export type { FaultSwitches, Faults } from './faults.ts'
export { LocalAwsError, type LocalAwsErrorCode } from './http-server.ts'
export type { LocalLambdaOptions } from './lambda-host.ts'
export type { LocalQueueOptions } from './queue-delivery.ts'
export type { LackingFeature } from './s3-server.ts'
export type { DeadLetter } from './sns.ts'
export type { TraceEntry } from './trace.ts'

export interface LocalAwsOptions {
  /** Default: any free port. */
  s3Port?: number
  snsPort?: number
  /** The folder of the stored objects. Default: a temporary one, removed on close. */
  directory?: string
  /** Default: `uploads`, where any origin may GET, POST, PUT and HEAD and read ETag and the x-amz ids. */
  bucket?: string
  corsRules?: CorsRule[]
  /** Default: `upload-completed`, each message tried 3 times, the first pause 500 ms. */
  topic?: string
  delivery?: DeliveryPolicy
  /** `false`: messages are accepted and not delivered. */
  lambda?: false | LocalLambdaOptions
  /** A queue between the topic and the Lambda. Default: none, SNS invokes the Lambda. */
  queue?: LocalQueueOptions
  /** Features that the S3 refuses with 501, to play another store than AWS. Default: none. */
  lacks?: readonly LackingFeature[]
  onTrace?: OnTrace
}

export interface LocalAws extends Signer {
  s3Endpoint: string
  snsEndpoint: string
  bucket: string
  topicArn: string
  /** Environment variables with which the SDK's defaults find these services. */
  environment: Record<string, string>
  /** Faults for browsers: a broken network, and an S3 that is slow or answers 503. None at the start. */
  faults: FaultSwitches
  /** Kills the running invocations as a crash does, or else the next one; SNS or the queue delivers again. */
  killLambda(): void
  /** Oldest first; without a queue. */
  deadLetters(): readonly DeadLetter[]
  /** The bodies of the queue's dead letters, oldest first. */
  queueDeadLetters(): readonly string[]
  /** The queue's dead letters are tried again. Returns how many. */
  redrive(): number
  /** Resolves when no delivery is running or waiting for a retry. */
  idle(): Promise<void>
  /** Ends all servers and processes and removes temporary files. */
  close(): Promise<void>
}

// The example keys of Amazon's documentation: only this machine can reach the server that they open.
export const localCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const signer = { region: 'us-east-1', ...localCredentials }

/**
 * Starts all services, or none.
 *
 * @throws LocalAwsError `port-in-use`, `listen-failed`
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { bucket = 'uploads', topic = 'upload-completed', onTrace = () => {}, lambda = {} } = options
  const { s3Port = 0, snsPort = 0, corsRules = defaultCorsRules } = options
  const { lacks = [] } = options
  const { delivery = { attempts: 3, baseDelayMs: 500 } } = options
  const topicArn = `arn:aws:sns:${signer.region}:000000000000:${topic}`
  const cleanups: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  }
  try {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'local-aws-')))
    if (options.directory === undefined) cleanups.push(() => rm(directory, { recursive: true, force: true }))
    const faults = new FaultSwitches()
    const place = { port: s3Port, directory, bucket, corsRules }
    const s3 = await startS3Server({ ...place, signer, onTrace, lacks, faults })
    cleanups.push(s3.close)
    const access = {
      AWS_REGION: signer.region,
      AWS_ACCESS_KEY_ID: signer.accessKeyId,
      AWS_SECRET_ACCESS_KEY: signer.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
    }
    const host = lambda && new LambdaHost(lambda, access, onTrace)
    if (host) cleanups.push(() => host.close())
    const queue = host && options.queue && queueBefore(host, options)
    if (queue) cleanups.push(() => queue.close())
    const sns = new Sns({ topicArn, signer, delivery, subscriber: queue || host, onTrace })
    const { endpoint: snsEndpoint, close: closeSns } = await sns.listen(snsPort)
    cleanups.push(closeSns)
    const names = { UPLOAD_BUCKET: bucket, UPLOAD_TOPIC_ARN: topicArn }
    const environment = { ...access, AWS_ENDPOINT_URL_SNS: snsEndpoint, ...names }
    const where = { s3Endpoint: s3.endpoint, snsEndpoint, ...signer, bucket, topicArn, environment }
    return {
      ...where,
      faults,
      killLambda: () => {
        if (host) host.kill()
      },
      deadLetters: () => sns.deadLetters,
      queueDeadLetters: () => (queue ? queue.deadLetters : []),
      redrive: () => (queue ? queue.redrive() : 0),
      idle: async () => {
        await sns.idle()
        if (queue) await queue.idle()
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function queueBefore(host: LambdaHost, { lambda, queue }: LocalAwsOptions): QueueDelivery {
  const maximumConcurrency = lambda ? (lambda.concurrency ?? 2) : 2
  return new QueueDelivery((event, messageId) => host.invoke(event, messageId), signer.region, {
    maximumConcurrency,
    ...queue,
  })
}
