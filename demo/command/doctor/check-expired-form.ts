import { setTimeout as delay } from 'node:timers/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import type { BoundedFetch } from './bounded-fetch.ts'
import { type Finding, failure, ok, skipped } from './finding.ts'
import { isRefused, refusalOf, sendPlan } from './send-plan.ts'

const EXPIRED = { check: 'form-expired', role: 'browser' } as const

/** Policies are dated in whole seconds. */
const EXPIRED_AFTER_MS = 2_500

/** Whether the store refuses a form whose policy has expired. */
export async function checkExpiredForm(
  { fetch, signal, s3 }: { fetch: BoundedFetch; signal: AbortSignal; s3: S3Client },
  { Bucket, Key }: { Bucket: string; Key: string },
): Promise<Finding> {
  const { url, fields } = await createPresignedPost(s3, {
    Bucket,
    Key,
    Expires: 1,
    Conditions: [['content-length-range', 1, 1]],
  })
  await delay(EXPIRED_AFTER_MS, undefined, { signal })
  const response = await sendPlan(
    fetch,
    { kind: 'post', url, fields },
    { bytes: Buffer.alloc(1), type: 'text/plain' },
  )
  if (response.status === 501 || response.status === 405) return skipped(EXPIRED, 'The store takes no forms.')
  const refusal = response.ok ? '' : await refusalOf(response)
  if (isRefused(response)) return ok(EXPIRED, `The store refused an expired form (${refusal}).`)
  if (!response.ok) return skipped(EXPIRED, `The store answered ${refusal}, which says nothing about expiry.`)
  return failure(EXPIRED, 'The store took a form that had expired.', {
    visitor: 'Nothing: this is a hole.',
    change: 'The store does not enforce the expiry of policies, or its clock is wrong.',
  })
}
