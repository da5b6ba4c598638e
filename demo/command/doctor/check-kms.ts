import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { awsErrorOf } from './aws-fault.ts'
import { type Finding, failure, ok } from './finding.ts'

const KMS = { check: 'kms', role: 'api' } as const

/**
 * By S3, which asks KMS for the role that calls it: writes an object with the bucket's key, and reads it.
 *
 * @param prefix of uploads: under the pending one, the policy that `s3-uploader rules` prints takes forms only, and here only
 *   what overwrites nothing
 */
export async function checkKms(
  s3: S3Client,
  { bucket, prefix }: { bucket: string; prefix: string },
  addKey: (key: string) => void,
): Promise<Finding> {
  const address = { Bucket: bucket, Key: `${prefix}doctor-${crypto.randomUUID()}` }
  addKey(address.Key)
  let permission = 'kms:GenerateDataKey'
  try {
    const { ServerSideEncryption: algorithm = 'none', SSEKMSKeyId: key = 'the key of AWS' } = await s3.send(
      new PutObjectCommand({ ...address, Body: 's3-uploader doctor', IfNoneMatch: '*' }),
    )
    permission = 'kms:Decrypt'
    const { Body } = await s3.send(new GetObjectCommand(address))
    await Body?.transformToByteArray()
    return ok(KMS, `An object was encrypted with ${algorithm} (${key}) and read again.`)
  } catch (error) {
    return kmsFailure(permission, error)
  }
}

function kmsFailure(permission: string, error: unknown): Finding {
  const { code: name, message } = awsErrorOf(error)
  const visitor = 'Files do not arrive, or stay at “Processing”: “Uploads are not set up correctly here.”'
  if (/^KMS|disabled|pending deletion|is not enabled/i.test(`${name} ${message}`)) {
    return failure(KMS, `KMS refused the bucket’s key: ${name}.`, {
      visitor,
      change: 'Enable the key, or give the bucket another one.',
    })
  }
  return failure(KMS, `The bucket’s key could not be used: ${name}, probably for ${permission}.`, {
    visitor,
    change: 'Give the API’s role this statement, with the key’s ARN, and the same to the function’s role.',
    document: {
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: 'arn:aws:kms:REGION:ACCOUNT:key/ID',
    },
  })
}
