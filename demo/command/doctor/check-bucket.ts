import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import type { PolicyDocument } from '../../../server/options/aws-rules.ts'
import { awsErrorOf, awsFault } from './aws-fault.ts'
import { type Finding, failure, ok, warning } from './finding.ts'

const CLOCK = { check: 'clock', role: 'api' } as const
const BUCKET = { check: 'bucket', role: 'api' } as const

/** S3 refuses signatures that are 15 minutes off; a clock that is wrong by one is not kept by NTP. */
const CLOCK_MS = { refused: 15 * 60_000, suspect: 60_000 }

export interface BucketCheck {
  readonly findings: readonly Finding[]
  /** `false`: no call to it can succeed before something is changed. */
  readonly isReachable: boolean
}

/**
 * Whether the bucket answers. By its list and not by HEAD, whose refusals have no body that would name the reason.
 *
 * @param role the policy that the API's role needs
 */
export async function checkBucket(s3: S3Client, bucket: string, role: PolicyDocument): Promise<BucketCheck> {
  const seen: { headers: Readonly<Record<string, string>> } = { headers: {} }
  const command = new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 })
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        const result = await next(args)
        seen.headers = headersOf(result.response)
        return result
      } catch (error) {
        seen.headers = headersOf(Object(error).$response)
        throw error
      }
    },
    { step: 'deserialize', priority: 'high' },
  )
  try {
    await s3.send(command)
  } catch (error) {
    const { finding, isFinal } = bucketFailure(bucket, error, seen.headers['x-amz-bucket-region'], role)
    return { findings: [...clockFindings(seen.headers.date), finding], isReachable: !isFinal }
  }
  const region = seen.headers['x-amz-bucket-region']
  const where = region === undefined ? '' : ` in ${region}`
  const answer = ok(BUCKET, `The bucket ${bucket}${where} answers.`)
  return { findings: [...clockFindings(seen.headers.date), answer], isReachable: true }
}

function bucketFailure(
  bucket: string,
  error: unknown,
  regionHeader: string | undefined,
  role: PolicyDocument,
): { finding: Finding; isFinal: boolean } {
  const visitor = 'No upload starts: “Uploads are not set up correctly here.”'
  const { code, message, status } = awsErrorOf(error)
  const fail = (detail: string, change: string, isFinal: boolean) => ({
    finding: failure(BUCKET, detail, { visitor, change }),
    isFinal,
  })
  const fault = awsFault(code, message)
  if (fault !== undefined)
    return fail(`The bucket ${bucket}: ${fault.detail} (${code})`, fault.change, fault.isFinal)
  const isElsewhere = /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/.test(code)
  const region = regionHeader ?? /expecting '([a-z0-9-]+)'/.exec(message)?.[1]
  if (isElsewhere || status === 301) {
    const where = region ?? 'another region'
    return fail(
      `The bucket ${bucket} is in ${where}.`,
      `Set AWS_REGION=${region ?? 'the bucket’s region'}.`,
      true,
    )
  }
  if (code === 'NoSuchBucket' || status === 404) {
    return fail(`There is no bucket ${bucket}.`, 'Check UPLOAD_BUCKET.', true)
  }
  if (status === 403) {
    const finding = failure(BUCKET, `The bucket ${bucket} may not be listed: ${code}.`, {
      visitor:
        'A file that did not arrive says “Uploads are not set up correctly here.”, and rows stay at “Processing”.',
      change:
        'Give the API’s role this policy, and its credentials to this command. A policy of the bucket or of the organization may refuse it as well.',
      document: role,
    })
    return { finding, isFinal: false }
  }
  return fail(
    `The bucket ${bucket} does not answer: ${code}.`,
    'Check AWS_REGION, AWS_ENDPOINT_URL_S3 and the credentials.',
    true,
  )
}

function clockFindings(date: string | undefined): Finding[] {
  const atMs = Date.parse(date ?? '')
  if (Number.isNaN(atMs)) return []
  const offMs = Math.abs(Date.now() - atMs)
  const detail = `This machine’s clock is ${Math.round(offMs / 1000)} s from the store’s.`
  if (offMs < CLOCK_MS.suspect) return [ok(CLOCK, detail)]
  const fault = { visitor: 'Uploads are refused, or expire at once.', change: 'Synchronize the clock (NTP).' }
  return [offMs < CLOCK_MS.refused ? warning(CLOCK, detail, fault) : failure(CLOCK, detail, fault)]
}

function headersOf(response: unknown): Readonly<Record<string, string>> {
  return Object(Object(response).headers)
}
