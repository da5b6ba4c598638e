export type LocalAwsErrorCode = 'port-in-use' | 'listen-failed'

/** The embedded services could not start. */
export class LocalAwsError extends Error {
  override readonly name = 'LocalAwsError'
  readonly code: LocalAwsErrorCode
  readonly port: number

  constructor(code: LocalAwsErrorCode, port: number, cause: unknown) {
    super(code === 'port-in-use' ? `Port ${port} is in use` : `Cannot listen on port ${port}`, { cause })
    this.code = code
    this.port = port
  }
}
