/** Asks AWS whether buckets and topics can be used, without storing or publishing an object. */
import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { awsMetadata } from '../upload/failure-log.ts'
import type { ObjectAddress } from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import { untilAborted } from '../upload/until-aborted.ts'
import { hintOf } from './hint.ts'
import { S3Connection } from './s3-connection.ts'
import { S3Multipart, type S3MultipartOptions } from './s3-multipart.ts'
import { SnsConnection, type SnsPublisherOptions } from './sns-connection.ts'

export interface ProbedResources {
  buckets: readonly string[]
  topicArns: readonly string[]
  /** Where an upload in parts is started once, to see whether a store that is not known lists parts. */
  inParts: readonly ObjectAddress[]
  /** What the store cannot do of the routes. */
  storeFaults(store: StoreCapabilities): readonly string[]
}

const UNTOLD = new Set(['AuthorizationError', 'InvalidAction', 'NotImplemented'])

const PROBE_MS = 5_000

/** One sentence for each bucket and topic that cannot be used. */
export function awsProbe(
  options: S3MultipartOptions & SnsPublisherOptions,
  { buckets, topicArns, inParts, storeFaults }: ProbedResources,
) {
  const s3 = new S3Connection(options)
  const multipart = new S3Multipart(options)
  const sns = new SnsConnection(options)
  return async (): Promise<string[]> => {
    const faults = await Promise.all([
      ...buckets.map((bucket) =>
        faultOf('S3', `Bucket ${bucket}`, async (signal) => {
          await probeBucket(s3, bucket, signal)
          const address = inParts.find((place) => place.bucket === bucket)
          if (address !== undefined) await multipart.probeListing(address, signal)
        }),
      ),
      ...topicArns.map((topicArn) =>
        faultOf('SNS', `Topic ${topicArn}`, (signal) => sns.probe(topicArn, signal)),
      ),
    ])
    const [bucket = ''] = buckets
    const unfit = await s3.capabilities(bucket).then(storeFaults, () => [])
    return [...new Set([...unfit, ...faults.filter((fault) => fault !== null)])]
  }
}

async function probeBucket(s3: S3Connection, bucket: string, signal: AbortSignal): Promise<void> {
  await s3.client.send(new HeadBucketCommand({ ...s3.owner, Bucket: bucket }), { abortSignal: signal })
}

async function faultOf(
  service: 'S3' | 'SNS',
  name: string,
  probe: (signal: AbortSignal) => Promise<void>,
): Promise<string | null> {
  const signal = AbortSignal.timeout(PROBE_MS)
  try {
    await untilAborted(probe(signal), signal, () => new Error('AWS did not answer in time'))
    return null
  } catch (error) {
    // Publishing needs no right to read the topic, and not every SNS can be asked: this says nothing about it.
    if (service === 'SNS' && error instanceof Error && UNTOLD.has(error.name)) return null
    const { httpStatusCode: status } = awsMetadata(error)
    if (error instanceof StorageError && error.hint !== undefined) return `${name}: ${error.hint}`
    const hint =
      service === 'S3' && status === 404 ? 'It does not exist: check its name.' : hintOf(service, error)
    return `${name}: ${hint ?? 'It does not answer.'}`
  }
}
