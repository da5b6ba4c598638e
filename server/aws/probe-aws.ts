/** Asks AWS whether buckets and topics can be used, without storing or publishing an object. */
import { awsMetadata } from '../upload/failure-log.ts'
import type { ObjectAddress } from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import { untilAborted } from '../upload/until-aborted.ts'
import { hintOf } from './hint.ts'
import type { S3Calls } from './s3-calls.ts'
import type { S3Storage } from './s3-storage.ts'
import type { SnsCalls } from './sns-publisher.ts'

export interface ProbedResources {
  buckets: readonly string[]
  topicArns: readonly string[]
  /** Where an upload in parts is started once, to see whether a store that is not known lists parts. */
  inParts: readonly ObjectAddress[]
  /** Whether files are sent as forms where the store has them. */
  needsForms: boolean
  /** What the store cannot do of the routes. */
  storeFaults(store: StoreCapabilities): readonly string[]
}

const UNTOLD = new Set(['AuthorizationError', 'InvalidAction', 'NotImplemented'])

const PROBE_MS = 5_000

/** One sentence for each bucket and topic that cannot be used. */
export async function probeAws(
  { s3, sns, storage }: { s3: S3Calls; sns: SnsCalls; storage: S3Storage },
  { buckets, topicArns, inParts, needsForms, storeFaults }: ProbedResources,
): Promise<string[]> {
  const faults = await Promise.all([
    ...buckets.map((bucket) =>
      faultOf('S3', `Bucket ${bucket}`, async (signal) => {
        await s3.headBucket(bucket, signal)
        const address = inParts.find((place) => place.bucket === bucket)
        if (address !== undefined) await storage.probeListing(address, signal)
        if (needsForms && (await lacksForms(s3, storage, bucket, signal)))
          throw new StorageError('denied', 'No forms', { hint: NO_FORMS })
      }),
    ),
    ...topicArns.map((topicArn) =>
      faultOf('SNS', `Topic ${topicArn}`, (signal) => sns.probe(topicArn, signal)),
    ),
  ])
  const [bucket = ''] = buckets
  const signal = AbortSignal.timeout(PROBE_MS)
  const unfit = await storage.capabilities(bucket, signal).then(storeFaults, () => [])
  return [...new Set([...unfit, ...faults.filter((fault) => fault !== null)])]
}

const NO_FORMS =
  'The store has no POST Object: say so with store: { forms: false } (UPLOAD_STORE), and files are sent with PUT.'

/** Statuses with which stores refuse a form as such. AWS answers 400 to a form without fields. */
const NOT_FOR_FORMS = new Set([404, 405, 412, 501])

/** Sends an empty form, which no store accepts, to one that is not known. */
async function lacksForms(
  s3: S3Calls,
  storage: S3Storage,
  bucket: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { forms, listParts } = await storage.capabilities(bucket, signal)
  if (!forms || listParts !== 'unknown') return false
  const body = new FormData()
  body.append('x-ignore-probe', 'probe')
  const response = await fetch(await s3.formUrl(bucket), { method: 'POST', body, signal, redirect: 'manual' })
  await response.body?.cancel()
  return NOT_FOR_FORMS.has(response.status)
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
