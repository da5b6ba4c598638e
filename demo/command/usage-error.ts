/** Wrong arguments; the message says which. */
export class UsageError extends Error {
  override name = 'UsageError'
}
