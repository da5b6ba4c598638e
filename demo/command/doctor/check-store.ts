import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { AwsRules } from '../../../server/options/aws-rules.ts'
import { checkKms } from './check-kms.ts'
import { type Finding, failure, ok, skipped, warning } from './finding.ts'

const CLOCK = { check: 'clock', role: 'api' } as const
const BUCKET = { check: 'bucket', role: 'api' } as const
const ENCRYPTION = { check: 'encryption', role: 'api' } as const
const MISSING = { check: 'missing-object', role: 'api' } as const
const LIFECYCLE = { check: 'lifecycle', role: 'api' } as const

/** S3 refuses signatures that are 15 minutes off; a clock that is wrong by one is not kept by NTP. */
const CLOCK_MS = { refused: 15 * 60_000, suspect: 60_000 }

export interface StoreAccess {
  readonly s3: S3Client
  readonly bucket: string
  readonly prefix: string
  readonly pendingPrefix: string
  readonly rules: AwsRules
}

/** Whether the bucket answers the API's role, and is set up as the API's options ask. */
export async function checkStore(access: StoreAccess): Promise<Finding[]> {
  const bucket = await checkBucket(access)
  if (bucket.some(({ outcome }) => outcome === 'failure')) return bucket
  return [
    ...bucket,
    ...(await checkEncryption(access)),
    await checkMissingObject(access),
    await checkLifecycle(access),
  ]
}

async function checkBucket({ s3, bucket }: StoreAccess): Promise<Finding[]> {
  const seen: { date?: string; region?: string } = {}
  const command = new HeadBucketCommand({ Bucket: bucket })
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { response } = result
      if (isHttpResponse(response)) Object.assign(seen, datesOf(response.headers))
      return result
    },
    { step: 'deserialize', priority: 'high' },
  )
  try {
    await s3.send(command)
  } catch (error) {
    return [...clockFindings(seen.date), bucketFailure(bucket, error)]
  }
  const region = seen.region === undefined ? '' : ` in ${seen.region}`
  return [...clockFindings(seen.date), ok(BUCKET, `The bucket ${bucket}${region} answers.`)]
}

function bucketFailure(bucket: string, error: unknown): Finding {
  const name = nameOf(error)
  const visitor = 'No upload starts: “Uploads are not set up correctly here.”'
  const status = statusOf(error)
  if (status === 301) {
    return failure(BUCKET, `The bucket ${bucket} is in another region.`, {
      visitor,
      change: 'Set AWS_REGION to the bucket’s region.',
    })
  }
  if (status === 404) {
    return failure(BUCKET, `There is no bucket ${bucket}.`, { visitor, change: 'Check UPLOAD_BUCKET.' })
  }
  return failure(BUCKET, `The bucket ${bucket} does not answer: ${name}.`, {
    visitor,
    change:
      status === 403
        ? 'Give the API’s role this policy, and the credentials of that role to this command.'
        : 'Check AWS_REGION, AWS_ENDPOINT_URL_S3 and the credentials.',
  })
}

function clockFindings(date: string | undefined): Finding[] {
  if (date === undefined) return []
  const offMs = Math.abs(Date.now() - Date.parse(date))
  const detail = `This machine’s clock is ${Math.round(offMs / 1000)} s from the store’s.`
  if (offMs < CLOCK_MS.suspect) return [ok(CLOCK, detail)]
  const fault = { visitor: 'Uploads are refused, or expire at once.', change: 'Synchronize the clock (NTP).' }
  return [offMs < CLOCK_MS.refused ? warning(CLOCK, detail, fault) : failure(CLOCK, detail, fault)]
}

async function checkEncryption({ s3, bucket, pendingPrefix }: StoreAccess): Promise<Finding[]> {
  try {
    const { ServerSideEncryptionConfiguration: configuration } = await s3.send(
      new GetBucketEncryptionCommand({ Bucket: bucket }),
    )
    const [rule] = configuration?.Rules ?? []
    const { SSEAlgorithm: algorithm = 'none', KMSMasterKeyID: key } =
      rule?.ApplyServerSideEncryptionByDefault ?? {}
    if (!algorithm.startsWith('aws:kms')) return [ok(ENCRYPTION, `The bucket encrypts with ${algorithm}.`)]
    return [
      ok(ENCRYPTION, `The bucket encrypts with KMS (${key ?? 'the key of AWS'}).`),
      await checkKms(s3, bucket, pendingPrefix),
    ]
  } catch (error) {
    return [skipped(ENCRYPTION, `The bucket’s encryption cannot be read (${nameOf(error)}).`)]
  }
}

async function checkMissingObject({ s3, bucket, prefix, rules }: StoreAccess): Promise<Finding> {
  const Key = `${prefix}doctor-${crypto.randomUUID()}`
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }))
    return warning(MISSING, 'The store has an object under a random key.', {
      change: 'Check the store: this should be 404.',
    })
  } catch (error) {
    if (statusOf(error) === 404) return ok(MISSING, 'What is not there is answered with 404.')
    return failure(
      MISSING,
      `What is not there is answered with ${statusOf(error) ?? nameOf(error)} instead of 404.`,
      {
        visitor:
          'A file that did not arrive says “Uploads are not set up correctly here.”, and rows stay at “Processing”.',
        change: 'The role needs s3:ListBucket on the bucket. Give it this policy.',
        document: rules.role,
      },
    )
  }
}

async function checkLifecycle({ s3, bucket, prefix, pendingPrefix, rules }: StoreAccess): Promise<Finding> {
  const document = { Rules: rules.buckets[bucket]?.lifecycle ?? [] }
  const fault = {
    visitor: 'Nothing. What visitors never finish stays in the bucket and is paid for.',
    change: 'Set this lifecycle configuration on the bucket.',
    document,
  }
  try {
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))
    const active = Rules.filter(({ Status }) => Status === 'Enabled')
    const aborts = active.some(
      (rule) => rule.AbortIncompleteMultipartUpload !== undefined && covers(rule, prefix),
    )
    const expires = active.some((rule) => rule.Expiration?.Days !== undefined && covers(rule, pendingPrefix))
    if (aborts && expires) return ok(LIFECYCLE, 'Unfinished uploads are removed.')
    const missing = [
      ...(aborts ? [] : [`parts below ${prefix}`]),
      ...(expires ? [] : [`objects below ${pendingPrefix}`]),
    ]
    return warning(LIFECYCLE, `No rule removes unfinished ${missing.join(' and ')}.`, fault)
  } catch (error) {
    if (nameOf(error) === 'NoSuchLifecycleConfiguration')
      return warning(LIFECYCLE, 'The bucket has no lifecycle rules.', fault)
    return {
      ...skipped(LIFECYCLE, `The bucket’s lifecycle cannot be read (${nameOf(error)}).`),
      change: fault.change,
      document,
    }
  }
}

function covers({ Filter, Prefix }: LifecycleRule, prefix: string): boolean {
  return prefix.startsWith(Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '')
}

function isHttpResponse(response: unknown): response is { headers: Record<string, string> } {
  return typeof response === 'object' && response !== null && 'headers' in response
}

function datesOf(headers: Record<string, string>): { date?: string; region?: string } {
  const { date, 'x-amz-bucket-region': region } = headers
  return { ...(date === undefined ? {} : { date }), ...(region === undefined ? {} : { region }) }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error)
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const { $metadata: metadata } = error
  return typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata &&
    typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined
}
