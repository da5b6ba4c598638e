import { xmlDocument } from './xml.ts'

const statuses = {
  AuthorizationError: 403,
  BatchEntryIdsNotDistinct: 400,
  BatchRequestTooLong: 400,
  EmptyBatchRequest: 400,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidBatchEntryId: 400,
  InvalidClientTokenId: 403,
  InvalidParameter: 400,
  MissingAuthenticationToken: 403,
  NotFound: 404,
  SignatureDoesNotMatch: 403,
  TooManyEntriesInBatchRequest: 400,
} as const

export type SnsErrorCode = keyof typeof statuses

export const SNS_NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'

/** A refusal as SNS words it. */
export class SnsError extends Error {
  override readonly name = 'SnsError'
  readonly code: SnsErrorCode
  readonly status: number

  constructor(code: SnsErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.status = statuses[code]
  }
}

export function snsErrorXml(error: SnsError, requestId: string): string {
  const type = error.status < 500 ? 'Sender' : 'Receiver'
  const fields = { Type: type, Code: error.code, Message: error.message }
  return xmlDocument('ErrorResponse', { Error: fields, RequestId: requestId }, SNS_NAMESPACE)
}
