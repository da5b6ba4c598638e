/** What the embedded S3 and SNS recorded, as the actions and resources that IAM decides about. */
import type { TraceEntry } from '../../demo/local/index.ts'

export interface AwsCall {
  action: string
  resource: string
}

/** S3's documentation of each operation: what it needs on the object, and on the bucket. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 's3:GetObject',
  GetObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  PostObject: 's3:PutObject',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  ListParts: 's3:ListMultipartUploadParts',
  DeleteObject: 's3:DeleteObject',
  ListObjectsV2: 's3:ListBucket',
  HeadBucket: 's3:ListBucket',
}

export function callsOf(trace: readonly TraceEntry[]): AwsCall[] {
  return trace.flatMap((entry): AwsCall[] => {
    if (entry.phase !== 'end') return []
    if (entry.service === 'sns') return [{ action: 'sns:Publish', resource: entry.topicArn }]
    return entry.service === 's3' ? s3Calls(entry) : []
  })
}

function s3Calls(entry: Extract<TraceEntry, { service: 's3'; phase: 'end' }>): AwsCall[] {
  const { operation, bucket, key, copySource, status } = entry
  // The trace has no keys of a bulk delete; IAM decides about each. The API removes pending forms this way.
  if (operation === 'DeleteObjects') {
    return [{ action: 's3:DeleteObject', resource: `arn:aws:s3:::${bucket}/pending/several` }]
  }
  // The probe's form without a file: S3 refuses it before it looks who sent it.
  if (operation === 'PostObject' && key === null) return []
  const action = S3_ACTIONS[operation]
  if (action === undefined) throw new Error(`No action is known for ${operation}`)
  const arn = `arn:aws:s3:::${bucket}`
  const onBucket = { action: 's3:ListBucket', resource: arn }
  if (action === onBucket.action) return [onBucket]
  const source =
    copySource === undefined ? null : decodeURIComponent(copySource).replace(/^\/?/, 'arn:aws:s3:::')
  return [
    { action, resource: `${arn}/${key}` },
    ...(source === null ? [] : [{ action: 's3:GetObject', resource: source }]),
    // Without it, S3 hides behind a 403 that the object is missing.
    ...(status === 404 && action === 's3:GetObject' ? [onBucket] : []),
  ]
}
