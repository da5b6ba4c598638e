/** `denied`: only a change of the configuration helps. `unavailable`: the same call may succeed later. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: 'denied' | 'unavailable'
  /** What to change, where that is known. */
  readonly hint: string | undefined

  constructor(
    code: 'denied' | 'unavailable',
    message: string,
    options: { cause?: unknown; hint?: string | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
