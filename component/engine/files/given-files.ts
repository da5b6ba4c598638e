/** One item, several of them, or nothing: a file input's `files`, an array, a set, a single file. */
export type Given<Item> = Item | Iterable<Item | null | undefined> | ArrayLike<Item> | null | undefined

/**
 * The items as a list; empty entries are left out.
 *
 * @throws TypeError where an entry is neither a file, a blob nor a file handle
 */
export function listGiven<Item extends object>(given: Given<Item>): Item[] {
  if (given === null || given === undefined) return []
  const items: unknown[] = isOne(given)
    ? [given]
    : Array.from(given as ArrayLike<unknown> | Iterable<unknown>)
  const present = items.filter((item) => item !== null && item !== undefined)
  const wrong = present.find((item) => !isOne(item))
  if (wrong !== undefined) {
    throw new TypeError(
      `Files, blobs or file handles can be added, not ${Object.prototype.toString.call(wrong)}`,
    )
  }
  return present as Item[]
}

/** Also an object of another window, whose classes are not this one's. */
function isOne(item: unknown): boolean {
  return isBlob(item) || (typeof item === 'object' && item !== null && 'getFile' in item)
}

function isBlob(item: unknown): item is Blob {
  return (
    typeof item === 'object' && item !== null && 'size' in item && 'slice' in item && 'arrayBuffer' in item
  )
}
