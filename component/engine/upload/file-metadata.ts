/** What a page says about one file: a caption, an alternative text. Pure. */
export type FileMetadata = Readonly<Record<string, string>>

/** As the contract's `CompleteItem` says; one malformed item would sink the whole call for its neighbours. */
const NAME = /^[A-Za-z][\w.-]{0,63}$/
const MAX_BYTES = 2048

/**
 * An immutable copy of what a page gave.
 *
 * @throws TypeError where it is no object of strings or has a name that the contract does not know
 * @throws RangeError where it has more than 2,048 bytes
 */
export function fileMetadata(given: FileMetadata): FileMetadata {
  const entries = Object.entries(given)
  for (const [name, value] of entries) {
    if (!NAME.test(name) || typeof value !== 'string') {
      throw new TypeError(`Metadata takes strings under names of letters, digits, _ . - and not "${name}"`)
    }
  }
  const bytes = bytesOf(entries)
  if (bytes > MAX_BYTES) throw new RangeError(`Metadata of a file takes ${MAX_BYTES} bytes and not ${bytes}`)
  return Object.freeze(Object.fromEntries(entries))
}

/** What was said in a former visit, and over it what is said now; that alone where both together are too much. */
export function renewMetadata(former: FileMetadata, present: FileMetadata): FileMetadata {
  const both = { ...former, ...present }
  return bytesOf(Object.entries(both)) > MAX_BYTES ? present : Object.freeze(both)
}

function bytesOf(entries: [string, string][]): number {
  return new TextEncoder().encode(entries.flat().join('')).length
}
