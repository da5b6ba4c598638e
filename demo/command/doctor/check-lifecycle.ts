import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3'
import { awsErrorOf } from './aws-fault.ts'
import { type Finding, ok, skipped, warning } from './finding.ts'
import type { StoreAccess } from './store-access.ts'

const LIFECYCLE = { check: 'lifecycle', role: 'api' } as const
const EXPIRY = { check: 'lifecycle-expiry', role: 'api' } as const
const VERSIONING = { check: 'versioning', role: 'api' } as const

const CHANGE = 'Set this lifecycle configuration on the bucket.'

/** Whether unfinished uploads and former versions are removed, not too early, and finished uploads are not. */
export async function checkLifecycle(access: StoreAccess): Promise<Finding[]> {
  const { bucket, rules } = access
  const document = { Rules: rules.buckets[bucket]?.lifecycle ?? [] }
  let found: LifecycleRule[]
  try {
    found = await lifecycleOf(access)
  } catch (error) {
    const unread = skipped(LIFECYCLE, `The bucket’s lifecycle cannot be read (${awsErrorOf(error).code}).`)
    return [{ ...unread, change: CHANGE, document }, ...(await versionFindings([], access, document))]
  }
  const active = found.filter(({ Status }) => Status === 'Enabled')
  return [
    unfinishedFinding(found.length === 0 ? null : active, access, document),
    ...earlyFindings(active, access, document),
    ...(await versionFindings(active, access, document)),
  ]
}

async function lifecycleOf({ s3, bucket }: StoreAccess): Promise<LifecycleRule[]> {
  try {
    return (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))).Rules ?? []
  } catch (error) {
    if (awsErrorOf(error).code === 'NoSuchLifecycleConfiguration') return []
    throw error
  }
}

/** @param active null where there are no rules, active or not */
function unfinishedFinding(
  active: readonly LifecycleRule[] | null,
  { prefix, pendingPrefix }: StoreAccess,
  document: object,
): Finding {
  const fault = {
    visitor: 'Nothing. What visitors never finish stays in the bucket and is paid for.',
    change: CHANGE,
    document,
  }
  if (active === null) return warning(LIFECYCLE, 'The bucket has no lifecycle rules.', fault)
  const aborts = active.some(
    (rule) => rule.AbortIncompleteMultipartUpload !== undefined && covers(rule, prefix),
  )
  const expires = active.some((rule) => rule.Expiration?.Days !== undefined && covers(rule, pendingPrefix))
  const missing = [
    ...(aborts ? [] : [`parts below ${prefix}`]),
    ...(expires ? [] : [`objects below ${pendingPrefix}`]),
  ]
  return missing.length === 0
    ? ok(LIFECYCLE, 'Unfinished uploads are removed.')
    : warning(LIFECYCLE, `No rule removes unfinished ${missing.join(' and ')}.`, fault)
}

async function versionFindings(
  active: readonly LifecycleRule[],
  { s3, bucket, pendingPrefix }: StoreAccess,
  document: object,
): Promise<Finding[]> {
  const { Status } = await s3
    .send(new GetBucketVersioningCommand({ Bucket: bucket }))
    .catch(() => ({ Status: '' }))
  const isBounded = active.some(
    (rule) => rule.NoncurrentVersionExpiration !== undefined && covers(rule, pendingPrefix),
  )
  if (Status !== 'Enabled' || isBounded) return []
  return [
    warning(VERSIONING, 'The bucket keeps former versions.', {
      visitor: 'Nothing. Of each upload, S3 also keeps the bytes that arrived under the pending prefix.',
      change: 'Let a lifecycle rule remove former versions (NoncurrentVersionExpiration), as here.',
      document,
    }),
  ]
}

function earlyFindings(
  active: readonly LifecycleRule[],
  { prefix, derivedPrefix, multipartDays }: StoreAccess,
  document: object,
): Finding[] {
  const findings: Finding[] = []
  const removesFinished = active.find(
    ({ Expiration, ...rule }) =>
      (Expiration?.Days !== undefined || Expiration?.Date !== undefined) &&
      (mayCover(rule, prefix) || mayCover(rule, derivedPrefix)),
  )
  if (removesFinished !== undefined) {
    const { ID: id = 'without a name', Expiration: expiration } = removesFinished
    const when = expiration?.Days === undefined ? 'at a date' : `after ${daysOf(expiration.Days)}`
    findings.push(
      warning(EXPIRY, `The rule ${id} removes finished uploads or their images ${when}.`, {
        visitor: 'Pictures that were uploaded are gone one day.',
        change: 'If you do not want that: name a prefix in the rule, as here.',
        document,
      }),
    )
  }
  const early = active.find(({ AbortIncompleteMultipartUpload: abort, ...rule }) => {
    return (abort?.DaysAfterInitiation ?? multipartDays) < multipartDays && mayCover(rule, prefix)
  })
  if (early !== undefined) {
    const days = early.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? 0
    findings.push(
      warning(
        EXPIRY,
        `Uploads in parts are removed after ${daysOf(days)}, and the API lets them take ${daysOf(multipartDays)}.`,
        {
          visitor: 'A large file that is continued after a weekend starts again.',
          change: `Set DaysAfterInitiation to ${multipartDays}, or multipartWithinSeconds of the API lower.`,
          document,
        },
      ),
    )
  }
  return findings
}

/** Whether it is for all objects below the prefix. */
function covers(rule: LifecycleRule, prefix: string): boolean {
  return prefix.startsWith(prefixOf(rule)) && !isNarrowed(rule)
}

/** Whether it is for some objects below the prefix. */
function mayCover(rule: LifecycleRule, prefix: string): boolean {
  const own = prefixOf(rule)
  return (prefix.startsWith(own) || own.startsWith(prefix)) && !isNarrowed(rule)
}

function prefixOf({ Filter, Prefix }: LifecycleRule): string {
  return Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ''
}

/** By tags, which uploads do not have, or by sizes. */
function isNarrowed({ Filter }: LifecycleRule): boolean {
  if (Filter === undefined) return false
  const { Tag, And, ObjectSizeGreaterThan: above, ObjectSizeLessThan: below } = Filter
  return (
    [Tag, above, below, And?.ObjectSizeGreaterThan, And?.ObjectSizeLessThan].some(
      (each) => each !== undefined,
    ) || (And?.Tags ?? []).length > 0
  )
}

function daysOf(count: number): string {
  return count === 1 ? 'one day' : `${count} days`
}
