/** The server house's public names. */
export { ConfigError } from './options/config-error.ts'
export type {
  Authorization,
  Authorize,
  AuthorizeRequest,
  AwsCredentials,
  ProposedUpload,
  RouteOptions,
  S3Credentials,
  UploadsOptions,
} from './options/uploads-options.ts'
export type { Failure, FailureLog } from './upload/failure-log.ts'
export { RejectUpload } from './upload/upload-error.ts'
export { type UploadsApp, uploads } from './uploads.ts'
