import { MAX_METADATA_BYTES, MAX_METADATA_NAMES, METADATA_NAME } from '../../protocol-limits.ts'

/** Metadata of one file, for example a caption. Pure. */
export type FileMetadata = Readonly<Record<string, string>>

/** Shared by all files without any. */
export const NO_METADATA: FileMetadata = Object.freeze({})

/**
 * An immutable copy of what a page gave. The API refuses a whole call for one malformed item, so it is checked here.
 *
 * @throws TypeError where it is no object of strings or has a name that the contract does not know
 * @throws RangeError where it has more than 64 names or 2,048 bytes
 */
export function fileMetadata(given: FileMetadata): FileMetadata {
  const entries = Object.entries(given)
  for (const [name, value] of entries) {
    if (!METADATA_NAME.test(name) || typeof value !== 'string') {
      throw new TypeError(`Metadata takes strings under names of letters, digits, _ . - and not "${name}"`)
    }
  }
  if (isTooMuch(entries)) {
    throw new RangeError(
      `Metadata of a file may have ${MAX_METADATA_NAMES} names and ${MAX_METADATA_BYTES} bytes, not ${entries.length} names and ${bytesOf(entries)} bytes`,
    )
  }
  return Object.freeze(Object.fromEntries(entries))
}

/** Metadata of an earlier visit, overridden by that of this visit; the latter alone where both are too large together. */
export function mergeMetadata(former: FileMetadata, present: FileMetadata): FileMetadata {
  const both = { ...former, ...present }
  return isTooMuch(Object.entries(both)) ? present : Object.freeze(both)
}

function isTooMuch(entries: [string, string][]): boolean {
  return entries.length > MAX_METADATA_NAMES || bytesOf(entries) > MAX_METADATA_BYTES
}

function bytesOf(entries: [string, string][]): number {
  return new TextEncoder().encode(entries.flat().join('')).length
}
