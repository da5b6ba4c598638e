import { GetBucketEncryptionCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { awsErrorOf } from './aws-fault.ts'
import { checkBucket } from './check-bucket.ts'
import { checkBucketSettings } from './check-bucket-settings.ts'
import { checkConditions } from './check-conditions.ts'
import { checkKms } from './check-kms.ts'
import { checkLifecycle } from './check-lifecycle.ts'
import { checkRemoval } from './check-removal.ts'
import { type Finding, failure, ok, skipped, warning } from './finding.ts'
import type { StoreAccess } from './store-access.ts'

const ENCRYPTION = { check: 'encryption', role: 'api' } as const
const MISSING = { check: 'missing-object', role: 'api' } as const

/**
 * Whether the bucket answers the API's role, and is set up as the API's options ask.
 *
 * @param addKey takes the keys of what is stored, to be removed afterwards
 */
export async function checkStore(
  access: StoreAccess,
  addKey: (key: string) => void,
): Promise<{ findings: readonly Finding[]; isReachable: boolean }> {
  const { findings, isReachable } = await checkBucket(access.s3, access.bucket, access.rules.role)
  if (findings.some(({ check, outcome }) => check === 'bucket' && outcome === 'failure')) {
    return { findings, isReachable }
  }
  const more = [
    ...(await checkEncryption(access, addKey)),
    await checkMissingObject(access),
    await checkRemoval(access),
    ...(await checkConditions(access, await access.conditions(), addKey)),
    ...(await checkLifecycle(access)),
    ...(await checkBucketSettings(access)),
  ]
  return { findings: [...findings, ...more], isReachable }
}

async function checkEncryption(
  { s3, bucket, prefix }: StoreAccess,
  addKey: (key: string) => void,
): Promise<Finding[]> {
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
      await checkKms(s3, { bucket, prefix }, addKey),
    ]
  } catch (error) {
    return [skipped(ENCRYPTION, `The bucket’s encryption cannot be read (${awsErrorOf(error).code}).`)]
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
    const { status, code } = awsErrorOf(error)
    if (status === 404) return ok(MISSING, 'What is not there is answered with 404.')
    return failure(MISSING, `What is not there is answered with ${status ?? code} instead of 404.`, {
      visitor:
        'A file that did not arrive says “Uploads are not set up correctly here.”, and rows stay at “Processing”.',
      change:
        'The role needs s3:ListBucket on the bucket and s3:GetObject on the prefix. Give it this policy; a policy of the bucket may refuse it as well.',
      document: rules.role,
    })
  }
}
