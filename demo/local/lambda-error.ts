/** `function-error`: the handler threw. The others: the process could not start, took too long, or died. */
export type LambdaErrorCode = 'function-error' | 'init-failed' | 'timeout' | 'process-crashed'

/** Why an invocation failed. */
export class LambdaError extends Error {
  override readonly name = 'LambdaError'
  readonly code: LambdaErrorCode

  constructor(code: LambdaErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
