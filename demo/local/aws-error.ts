/** All errors that the embedded services return, by HTTP status. */
// biome-ignore format: a table
const codes = {
  400: [
    'AuthorizationHeaderMalformed', 'AuthorizationQueryParametersError', 'BadDigest', 'BadRequest', 'BatchEntryIdsNotDistinct', 'BatchRequestTooLong',
    'EmptyBatchRequest', 'EntityTooLarge', 'EntityTooSmall', 'IncompleteBody', 'IncompleteSignature', 'IncorrectNumberOfFilesInPostRequest',
    'InvalidAction', 'InvalidArgument', 'InvalidParameterValue', 'InvalidBatchEntryId', 'InvalidBucketName', 'InvalidDigest', 'InvalidParameter', 'InvalidPart',
    'InvalidPartOrder', 'InvalidPolicyDocument', 'InvalidRequest', 'InvalidTag', 'InvalidURI', 'KeyTooLongError', 'MalformedPOSTRequest', 'MalformedTrailerError',
    'MalformedXML', 'MaxPostPreDataLengthExceeded', 'MetadataTooLarge', 'MissingParameter', 'QueueDoesNotExist', 'ResourceNotFoundException', 'TooManyEntriesInBatchRequest', 'XAmzContentSHA256Mismatch',
  ],
  403: [
    'AccessDenied', 'AccessForbidden', 'InvalidAccessKeyId', 'InvalidClientTokenId', 'MissingAuthenticationToken', 'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
  ],
  404: ['NoSuchBucket', 'NoSuchCORSConfiguration', 'NoSuchKey', 'NoSuchUpload', 'NotFound'],
  409: ['BucketNotEmpty'],
  411: ['MissingContentLength'],
  412: ['PreconditionFailed'],
  416: ['InvalidRange'],
  500: ['InternalError'],
  501: ['NotImplemented'],
  503: ['SlowDown'],
} as const

export type AwsErrorCode = (typeof codes)[keyof typeof codes][number]

/** An error with AWS's code and message; each server renders it in its own XML form. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly code: AwsErrorCode
  readonly status: number

  constructor(code: AwsErrorCode, message?: string, options?: ErrorOptions) {
    super(message ?? code.replace(/\B[A-Z](?=[a-z])/g, (letter) => ` ${letter.toLowerCase()}`), options)
    this.code = code
    this.status = Number(Object.entries(codes).find(([, list]) => list.some((known) => known === code))?.[0])
  }

  static of(error: unknown): AwsError {
    return error instanceof AwsError ? error : new AwsError('InternalError', String(error), { cause: error })
  }
}
