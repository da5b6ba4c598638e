/** `denied`: only a change of the configuration helps. `unavailable`: the same call may succeed later. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: 'denied' | 'unavailable'

  constructor(code: 'denied' | 'unavailable', message: string, options?: { cause: unknown }) {
    super(message, options)
    this.code = code
  }
}
