/** The public names that both entries share: `index.ts` with the AWS SDK, `light.ts` without it. */

export type { AwsCredentials, S3Credentials } from './aws/aws-options.ts'
export { type AwsRules, awsRules, type BucketRules, type PolicyDocument } from './options/aws-rules.ts'
export { ConfigError } from './options/config-error.ts'
export type {
  Authorization,
  Authorize,
  AuthorizeRequest,
  BatchLimits,
  BatchRequest,
  CallReport,
  Phase,
  RouteOptions,
} from './options/uploads-options.ts'
export type { Probe } from './probe.ts'
export type { SweepOptions, SweepReport } from './routes/sweep.ts'
export type { Sweep } from './sweep.ts'
export type { Failure, FailureLog } from './upload/failure-log.ts'
export type { Publish } from './upload/host-publisher.ts'
export type { ObjectAttributes } from './upload/object-attributes.ts'
export type { ProposedUpload } from './upload/proposed-upload.ts'
export type { Secret } from './upload/secrets.ts'
export { RejectUpload } from './upload/upload-error.ts'
export type { UploadsApp } from './uploads.ts'
