/** S3 (with S3's checks), SNS and a Lambda that SNS invokes, in one process, for the demo and the tests. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CorsRule, defaultCorsRules } from './cors-rule.ts'
import { EventTargets } from './event-delivery.ts'
import { FaultSwitches } from './faults.ts'
import type { SubscriptionFilter } from './filter-policy.ts'
import { LambdaHost, type LocalLambdaOptions } from './lambda-host.ts'
import { type LocalQueueOptions, QUEUE_NAME, QueueDelivery } from './queue-delivery.ts'
import { type DeliveryPolicy, type FailedDelivery, RetriedDelivery } from './retried-delivery.ts'
import { type LackingFeature, startS3Server } from './s3-server.ts'
import type { Signer } from './signature.ts'
import { type DeadLetter, Sns } from './sns.ts'
import { queueArn, startSqs } from './sqs.ts'
import type { OnTrace } from './trace.ts'

export type { CorsRule } from './cors-rule.ts'
export type { FaultSwitches, Faults } from './faults.ts'
export type { SubscriptionFilter } from './filter-policy.ts'
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
  /** Of the subscription. Default: every message is delivered. */
  filter?: SubscriptionFilter
  /** `false`: messages are accepted and not delivered. */
  lambda?: false | LocalLambdaOptions
  /**
   * A queue between the topic and the Lambda, which SQS clients reach as well. Without a Lambda, messages wait for them.
   * Default: none, SNS invokes the Lambda.
   */
  queue?: LocalQueueOptions
  /** Of SQS, where there is a queue. Default: any free port. */
  sqsPort?: number
  /** Features that the S3 refuses with 501, to play another store than AWS. Default: none. */
  lacks?: readonly LackingFeature[]
  onTrace?: OnTrace
}

export interface LocalAws extends Signer {
  s3Endpoint: string
  snsEndpoint: string
  /** `null` without a queue. */
  sqsEndpoint: string | null
  bucket: string
  topicArn: string
  /** For bucket notification configurations; `null` where there is none. */
  functionArn: string | null
  queueArn: string | null
  /** Environment variables with which the SDK's defaults find these services. */
  environment: Record<string, string>
  /** Faults for browsers: a broken network, and an S3 that is slow or answers 503. None at the start. */
  faults: FaultSwitches
  /** Kills the running invocations as a crash does, or else the next one; SNS or the queue delivers again. */
  killLambda(): void
  /** Oldest first; without a queue. */
  deadLetters(): readonly DeadLetter[]
  /** Events of buckets that S3 or EventBridge gave to the Lambda and that failed as often as `delivery` says, oldest first. */
  failedEvents(): readonly FailedEvent[]
  /** The bodies of the queue's dead letters, oldest first. */
  queueDeadLetters(): readonly string[]
  /** The queue's dead letters are tried again. Returns how many. */
  redrive(): number
  /** Resolves when no delivery is running or waiting for a retry. */
  idle(): Promise<void>
  /** Ends all servers and processes and removes temporary files. */
  close(): Promise<void>
}

export interface FailedEvent extends FailedDelivery {
  event: object
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
  if (!/^[\w-]{1,256}$/.test(topic)) {
    throw new TypeError(`${topic} is no name of a standard topic, and FIFO topics are not supported here`)
  }
  const topicArn = `arn:aws:sns:${signer.region}:000000000000:${topic}`
  const cleanups: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  }
  try {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'local-aws-')))
    if (options.directory === undefined) cleanups.push(() => rm(directory, { recursive: true, force: true }))
    const faults = new FaultSwitches()
    const invocations = new RetriedDelivery(delivery)
    const failedEvents: FailedEvent[] = []
    const region = signer.region
    const functionArn = lambda && `arn:aws:lambda:${region}:000000000000:function:images`
    // S3 notifies what needs the address of S3 to start: found when there is an event.
    const targets = new EventTargets({
      region,
      topic: { arn: topicArn, publish: (message) => sns.publish(message, 'Amazon S3 Notification') },
      ...(options.queue && {
        queue: { arn: queueArn(QUEUE_NAME, region), send: (body: string) => queue?.send(body) },
      }),
      ...(functionArn && {
        function: {
          arn: functionArn,
          invoke: (event: object) =>
            invocations.start(
              async () => host && (await host.invoke(event, randomUUID())),
              (failure) => failedEvents.push({ event, ...failure }),
            ),
        },
      }),
    })
    const place = { port: s3Port, directory, bucket, corsRules }
    const s3 = await startS3Server({ ...place, signer, onTrace, lacks, faults, targets })
    cleanups.push(s3.close)
    cleanups.push(() => invocations.close())
    const access = {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: signer.accessKeyId,
      AWS_SECRET_ACCESS_KEY: signer.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
    }
    const host = lambda && new LambdaHost(lambda, access, onTrace)
    if (host) cleanups.push(() => host.close())
    const queue = options.queue && queueBefore(host, options)
    if (queue) cleanups.push(() => queue.close())
    const sqs = queue && (await startSqs({ port: options.sqsPort ?? 0, signer, queues: queue.queues }))
    if (sqs) cleanups.push(sqs.close)
    const filter = options.filter && { filter: options.filter }
    const subscribed = queue
      ? { protocol: 'sqs' as const, arn: queueArn(QUEUE_NAME, region), ...filter }
      : functionArn
        ? { protocol: 'lambda' as const, arn: functionArn, ...filter }
        : null
    const sns = new Sns({ topicArn, signer, delivery, subscriber: queue || host, subscribed, onTrace })
    const { endpoint: snsEndpoint, close: closeSns } = await sns.listen(snsPort)
    cleanups.push(closeSns)
    const names = { UPLOAD_BUCKET: bucket, UPLOAD_TOPIC_ARN: topicArn }
    const ofQueue = sqs ? { AWS_ENDPOINT_URL_SQS: sqs.endpoint } : {}
    const environment = { ...access, AWS_ENDPOINT_URL_SNS: snsEndpoint, ...ofQueue, ...names }
    const where = { s3Endpoint: s3.endpoint, snsEndpoint, ...signer, bucket, topicArn, environment }
    const isIdle = () => sns.isIdle && invocations.isIdle && (!queue || queue.isIdle)
    return {
      ...where,
      sqsEndpoint: sqs ? sqs.endpoint : null,
      functionArn: functionArn || null,
      queueArn: queue ? queueArn(QUEUE_NAME, region) : null,
      faults,
      killLambda: () => {
        if (host) host.kill()
      },
      deadLetters: () => sns.deadLetters,
      failedEvents: () => failedEvents,
      queueDeadLetters: () => (queue ? queue.deadLetters : []),
      redrive: () => (queue ? queue.redrive() : 0),
      idle: async () => {
        // What ends one delivery may begin another: results are objects as well.
        while (!isIdle()) {
          await Promise.all([sns.idle(), invocations.idle()])
          if (queue) await queue.idle()
        }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function queueBefore(host: LambdaHost | false, { lambda, queue }: LocalAwsOptions): QueueDelivery {
  const maximumConcurrency = lambda ? (lambda.concurrency ?? 2) : 2
  const invoke = host && ((event: object, messageId: string) => host.invoke(event, messageId))
  return new QueueDelivery(invoke || null, signer.region, {
    maximumConcurrency,
    ...queue,
  })
}
