/** The server house's public names. */
export { ConfigError } from './config-error.ts'
export type { Failure, FailureLog } from './failure-log.ts'
export { RejectUpload } from './upload-error.ts'
export { type UploadsApp, uploads } from './uploads.ts'
export type {
  Authorization,
  Authorize,
  AuthorizeRequest,
  AwsCredentials,
  ProposedUpload,
  RouteOptions,
  S3Credentials,
  UploadsOptions,
} from './uploads-options.ts'
