/** A store is not installed and cannot be installed. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
