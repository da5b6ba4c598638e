/** What AWS's error codes say about credentials, clock and connection, for every operation. Pure. */

export interface AwsFault {
  /** A sentence. */
  readonly detail: string
  readonly change: string
  /** Whether no other call can succeed before it is changed. */
  readonly isFinal: boolean
}

const KEY: AwsFault = {
  detail: 'AWS does not know the access key.',
  change: 'Use an access key that exists and is active. Keys of a role work only with its AWS_SESSION_TOKEN.',
  isFinal: true,
}
const EXPIRED: AwsFault = {
  detail: 'The AWS session has expired.',
  change: 'Sign in again (aws sso login), or get new temporary credentials.',
  isFinal: true,
}
const SECRET: AwsFault = {
  detail: 'The secret key does not belong to the access key, or a proxy changes requests.',
  change: 'Correct AWS_SECRET_ACCESS_KEY.',
  isFinal: true,
}
const CLOCK: AwsFault = {
  detail: 'The clock of this machine is wrong by more than the minutes that AWS allows.',
  change: 'Synchronize the clock (NTP).',
  isFinal: true,
}
const NO_KEY: AwsFault = {
  detail: 'No AWS credentials were found.',
  change: 'Sign in (aws sso login with AWS_PROFILE), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  isFinal: true,
}

const UNREACHED: AwsFault = {
  detail: 'Its host cannot be reached.',
  change:
    'Check AWS_REGION and the variables that begin with AWS_ENDPOINT_URL, and the name, port and certificate that they lead to.',
  isFinal: true,
}

const FAULTS: Readonly<Record<string, AwsFault>> = {
  InvalidAccessKeyId: KEY,
  InvalidClientTokenId: KEY,
  UnrecognizedClientException: KEY,
  InvalidToken: KEY,
  SignatureDoesNotMatch: SECRET,
  ExpiredToken: EXPIRED,
  ExpiredTokenException: EXPIRED,
  TokenRefreshRequired: EXPIRED,
  RequestTimeTooSkewed: CLOCK,
  RequestExpired: CLOCK,
  CredentialsProviderError: NO_KEY,
  ENOTFOUND: UNREACHED,
  EAI_AGAIN: UNREACHED,
  ECONNREFUSED: UNREACHED,
  ECONNRESET: UNREACHED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNREACHED,
  CERT_HAS_EXPIRED: UNREACHED,
  ERR_TLS_CERT_ALTNAME_INVALID: UNREACHED,
  TimeoutError: {
    detail: 'It does not answer in time.',
    change: 'Check the endpoint, and what stands between: a firewall, a VPC without an endpoint, a proxy.',
    isFinal: true,
  },
}

/** `undefined`: the code says something about what was called. */
export function awsFault(code: string, message = ''): AwsFault | undefined {
  // SNS and SQS have no code of their own for a wrong clock.
  if (code === 'SignatureDoesNotMatch' && /Signature (expired|not yet current)/.test(message)) return CLOCK
  // Of SSO and of roles, in words.
  if (code === 'CredentialsProviderError' && /expired|sso login/i.test(message)) return EXPIRED
  return Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined
}

/** The name of an error of the AWS SDK, and what it says. */
export function awsErrorOf(error: unknown): { code: string; message: string; status: number | undefined } {
  if (!(error instanceof Error)) return { code: String(error), message: '', status: undefined }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined
  const status: unknown = Object(metadata).httpStatusCode
  return {
    // Errors of connections have a name that says nothing.
    code: error.name === 'Error' && code !== undefined ? code : error.name,
    message: error.message,
    status: typeof status === 'number' ? status : undefined,
  }
}
