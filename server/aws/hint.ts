/** What to change for the known faults of configuration, by AWS's error codes. Pure. */
import { awsMetadata } from '../upload/failure-log.ts'

const S3_HINTS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'The bucket does not exist: check its name.',
  AccessDenied:
    'The role lacks a right: s3:ListBucket on the bucket, s3:GetObject and s3:PutObject on the prefixes, or the use of a KMS key.',
  PermanentRedirect: 'The bucket is in another region: set the region.',
  AuthorizationHeaderMalformed: 'The bucket is in another region: set the region.',
  IllegalLocationConstraintException: 'The bucket is in another region: set the region.',
  InvalidAccessKeyId: 'The AWS access key does not exist.',
  SignatureDoesNotMatch: 'The AWS secret key is wrong, or a proxy changes requests.',
  ExpiredToken: 'The AWS session has expired: its provider must renew it.',
  TokenRefreshRequired: 'The AWS session has expired: its provider must renew it.',
  RequestTimeTooSkewed: 'The clock of this machine is wrong by more than 15 minutes.',
  NotImplemented: 'The store does not have this operation.',
  CredentialsProviderError: 'No AWS credentials were found.',
}

const SNS_HINTS: Readonly<Record<string, string>> = {
  ...S3_HINTS,
  NotFound: 'The topic does not exist: check its ARN and region.',
  AuthorizationError: 'The role needs sns:Publish on the topic.',
  InvalidParameter: 'The topic’s ARN belongs to another region or service.',
}

const KMS_HINT = 'The role needs kms:GenerateDataKey and kms:Decrypt on the KMS key, which must be enabled.'

export function hintOf(service: 'S3' | 'SNS', error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name.startsWith('KMS')) return KMS_HINT
  const hints = service === 'S3' ? S3_HINTS : SNS_HINTS
  if (Object.hasOwn(hints, error.name)) return hints[error.name]
  const { httpStatusCode: status } = awsMetadata(error)
  // A HEAD has no body, so its error has no code.
  if (service === 'S3' && status === 403) return S3_HINTS.AccessDenied
  if (service === 'S3' && status === 301) return S3_HINTS.PermanentRedirect
  return undefined
}
