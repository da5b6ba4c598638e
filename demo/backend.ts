/** The AWS that the demo uses: the one that the environment names, or the embedded one. */
import type { S3Client } from '@aws-sdk/client-s3'
import type { SNSClient } from '@aws-sdk/client-sns'
import { storeFromEnv } from '../server/store-from-env.ts'
import type { StoreOptions } from '../server/upload/store-capabilities.ts'
import type { Breakable } from './fault-routes.ts'
import { startLocalAws } from './local/index.ts'
import type { TraceEntry } from './local/trace.ts'
import type { DemoInfo, TraceEvent } from './pipeline-step.ts'
import type { TraceHub } from './trace-hub.ts'
import { tracedClients } from './traced-clients.ts'

export interface Backend {
  readonly info: DemoInfo
  readonly topicArn: string
  readonly s3: S3Client
  readonly sns: SNSClient
  /** What the store can do, where its host name does not tell. */
  readonly store: StoreOptions
  /** Faults on demand; null with real services. */
  readonly breakable: Breakable | null
  close(): Promise<void>
}

/** Uses AWS if the environment names a bucket and a topic, otherwise the embedded services. */
export function startBackend(env: NodeJS.ProcessEnv, trace: TraceHub): Promise<Backend> {
  const { UPLOAD_BUCKET: bucket, UPLOAD_TOPIC_ARN: topicArn } = env
  if (bucket && topicArn) return givenBackend(env, bucket, topicArn, trace)
  if (bucket || topicArn) throw new Error('Set both UPLOAD_BUCKET and UPLOAD_TOPIC_ARN, or neither.')
  return embeddedBackend(storeOf(env), trace)
}

function storeOf(env: NodeJS.ProcessEnv): StoreOptions {
  const faults: string[] = []
  const store = storeFromEnv(env, faults)
  if (faults.length > 0) throw new Error(faults.join(' '))
  return store
}

/** The embedded S3 plays a store without forms where `UPLOAD_STORE` says so. */
async function embeddedBackend(store: StoreOptions, trace: TraceHub): Promise<Backend> {
  const lacks = store.forms === false ? (['forms'] as const) : []
  const local = await startLocalAws({ lacks, onTrace: (entry) => report(entry, trace) })
  const { region, accessKeyId, secretAccessKey, s3Endpoint, snsEndpoint, bucket, topicArn } = local
  const config = { region, credentials: { accessKeyId, secretAccessKey } }
  return {
    info: { backend: 'embedded', bucket, region, s3Endpoint },
    topicArn,
    store,
    breakable: local,
    ...tracedClients(config, { s3: s3Endpoint, sns: snsEndpoint }, trace),
    close: () => local.close(),
  }
}

async function givenBackend(
  env: NodeJS.ProcessEnv,
  bucket: string,
  topicArn: string,
  trace: TraceHub,
): Promise<Backend> {
  const s3Endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL
  const snsEndpoint = env.AWS_ENDPOINT_URL_SNS ?? env.AWS_ENDPOINT_URL
  const clients = tracedClients(
    {},
    {
      ...(s3Endpoint === undefined ? {} : { s3: s3Endpoint }),
      ...(snsEndpoint === undefined ? {} : { sns: snsEndpoint }),
    },
    trace,
  )
  const region = await clients.s3.config.region()
  return {
    info: { backend: 'aws', bucket, region, s3Endpoint: s3Endpoint ?? 'Amazon S3' },
    topicArn,
    store: storeOf(env),
    breakable: null,
    ...clients,
    close: async () => {
      clients.s3.destroy()
      clients.sns.destroy()
    },
  }
}

/** Reports the Lambda's work, which the API cannot see. */
function report(entry: TraceEntry, trace: TraceHub): void {
  const step = lambdaStep(entry)
  if (step === undefined) return
  if (entry.phase === 'start') {
    trace.publish({ step, phase: 'start' })
    return
  }
  const { durationMs } = entry
  const event: TraceEvent =
    entry.service === 's3'
      ? {
          step,
          phase: 'end',
          status: entry.status,
          // The Lambda reads only the head of files that are no pictures.
          bytes:
            entry.errorCode === 'ClientDisconnected' ? 0 : Math.max(entry.requestBytes, entry.responseBytes),
          durationMs,
          subject: entry.key ?? '',
        }
      : {
          step,
          phase: 'end',
          status: 'outcome' in entry && entry.outcome === 'ok' ? 200 : 0,
          bytes: 0,
          durationMs,
          subject: entry.service === 'lambda' ? entry.messageId : '',
        }
  trace.publish(event)
}

function lambdaStep(entry: TraceEntry): 'invoke' | 'read' | 'write' | undefined {
  if (entry.service === 'lambda') return 'invoke'
  if (entry.service !== 's3' || entry.key === null) return undefined
  // Only the Lambda reads originals and writes results; browsers read results and the API manifests.
  if (entry.operation === 'GetObject' && !entry.key.startsWith('derived/')) return 'read'
  if (entry.operation === 'PutObject' && entry.key.startsWith('derived/')) return 'write'
  return undefined
}
