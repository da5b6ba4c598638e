import { setTimeout as delay } from 'node:timers/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { type Finding, failure, ok, skipped } from './finding.ts'
import { refusalOf, sendPlan } from './send-plan.ts'

const EXPIRED = { check: 'form-expired', role: 'browser' } as const

/** Policies are dated in whole seconds. */
const EXPIRED_AFTER_MS = 2_500

/** Whether the store refuses a form whose policy has expired. */
export async function checkExpiredForm(
  s3: S3Client,
  bucket: string,
  pendingPrefix: string,
): Promise<Finding> {
  const { url, fields } = await createPresignedPost(s3, {
    Bucket: bucket,
    Key: `${pendingPrefix}doctor-${crypto.randomUUID()}`,
    Expires: 1,
    Conditions: [['content-length-range', 1, 1]],
  })
  await delay(EXPIRED_AFTER_MS)
  const response = await sendPlan(
    { kind: 'post', url, fields },
    { bytes: Buffer.alloc(1), type: 'text/plain' },
  )
  if (response.status === 501 || response.status === 405) return skipped(EXPIRED, 'The store takes no forms.')
  if (!response.ok) return ok(EXPIRED, `The store refused an expired form (${await refusalOf(response)}).`)
  return failure(EXPIRED, 'The store took a form that had expired.', {
    visitor: 'Nothing: this is a hole.',
    change: 'The store does not enforce the expiry of policies, or its clock is wrong.',
  })
}
