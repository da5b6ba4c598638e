/** Bytes at each end that are looked at. */
const EDGE = 64 * 1024

/** What a file shows without being read: the same for the same file, and free. */
export type ShownFacts = Pick<File, 'name' | 'size' | 'lastModified' | 'type' | 'webkitRelativePath'>

export function fileFacts({ name, size, lastModified, type, webkitRelativePath }: ShownFacts): ShownFacts {
  return { name, size, lastModified, type, webkitRelativePath: webkitRelativePath ?? '' }
}

export function sameFacts(one: ShownFacts, other: ShownFacts): boolean {
  const text = (facts: ShownFacts) => JSON.stringify(Object.values(fileFacts(facts)))
  return text(one) === text(other)
}

/**
 * SHA-256 of a file's two ends, in hex: tells it from another of the same facts without reading gigabytes. Null where
 * the page has no WebCrypto (plain HTTP): then the facts alone have to do.
 */
export async function hashOfEdges(file: File): Promise<string | null> {
  const { subtle } = globalThis.crypto
  if (subtle === undefined) return null
  const edges = new Blob([file.slice(0, EDGE), file.slice(Math.max(EDGE, file.size - EDGE))])
  const digest = await subtle.digest('SHA-256', await edges.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
