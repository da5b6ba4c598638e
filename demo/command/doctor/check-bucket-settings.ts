/** Settings of buckets that S3 keeps and that change what uploads do. What may not be read says nothing. */
import {
  GetBucketAccelerateConfigurationCommand,
  GetBucketRequestPaymentCommand,
  GetObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3'
import { type Finding, failure, warning } from './finding.ts'
import type { StoreAccess } from './store-access.ts'

const at = (check: string) => ({ check, role: 'api' }) as const

export async function checkBucketSettings(access: StoreAccess): Promise<Finding[]> {
  const found = await Promise.all([checkLock(access), checkPayer(access), checkAcceleration(access)])
  return found.flat()
}

async function checkLock({ s3, bucket }: StoreAccess): Promise<Finding[]> {
  const answer = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: bucket })).catch(() => null)
  const retention = answer?.ObjectLockConfiguration?.Rule?.DefaultRetention
  if (retention === undefined) return []
  const { Days, Years, Mode } = retention
  const length = Days === undefined ? `${Years} years` : `${Days} days`
  return [
    warning(at('object-lock'), `Object Lock keeps each object for ${length} (${Mode}).`, {
      visitor:
        'Files without a checksum are refused: “Uploads are not set up correctly here.” Refused, canceled and removed files stay.',
      change:
        "Use a bucket without default retention and lock objects after they were announced, or set checksum: 'required' and pay for all that arrives.",
    }),
  ]
}

async function checkPayer({ s3, bucket }: StoreAccess): Promise<Finding[]> {
  const { Payer } = await s3
    .send(new GetBucketRequestPaymentCommand({ Bucket: bucket }))
    .catch(() => ({ Payer: '' }))
  if (Payer !== 'Requester') return []
  return [
    warning(at('requester-pays'), 'The bucket has Requester Pays.', {
      visitor: 'Where the API’s role is of another account: “Uploads are not set up correctly here.”',
      change:
        'Set this request payment configuration on the bucket: the API’s signatures do not agree to pay.',
      document: { Payer: 'BucketOwner' },
    }),
  ]
}

async function checkAcceleration({ s3, bucket, isAccelerated }: StoreAccess): Promise<Finding[]> {
  if (!isAccelerated) return []
  const answer = await s3
    .send(new GetBucketAccelerateConfigurationCommand({ Bucket: bucket }))
    .catch(() => null)
  if (answer === null || answer.Status === 'Enabled') return []
  return [
    failure(at('acceleration'), 'UPLOAD_ACCELERATE is set, and the bucket has no Transfer Acceleration.', {
      visitor: 'No upload arrives: “Uploads are not set up correctly here.”',
      change: 'Set this accelerate configuration on the bucket, or leave UPLOAD_ACCELERATE out.',
      document: { Status: 'Enabled' },
    }),
  ]
}
