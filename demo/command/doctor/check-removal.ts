import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { awsErrorOf } from './aws-fault.ts'
import { type Finding, failure, ok } from './finding.ts'
import type { StoreAccess } from './store-access.ts'

const REMOVAL = { check: 'removal', role: 'api' } as const

/** Whether the role may delete: S3 says the same of a key that is not there. */
export async function checkRemoval({ s3, bucket, pendingPrefix, rules }: StoreAccess): Promise<Finding> {
  const Key = `${pendingPrefix}doctor-${crypto.randomUUID()}`
  try {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    return ok(REMOVAL, 'The role may delete what is pending.')
  } catch (error) {
    return failure(REMOVAL, `The role may not delete below ${pendingPrefix}: ${awsErrorOf(error).code}.`, {
      visitor:
        'Nothing. Canceled, refused and completed uploads leave their bytes in the bucket, to be paid for.',
      change:
        'The role needs s3:DeleteObject. Give it this policy; a policy of the bucket may refuse it as well.',
      document: rules.role,
    })
  }
}
