/** Bytes at each end that are looked at. */
const EDGE = 64 * 1024

/** What a file shows without being read: the same for the same file, and cheap enough for every file. */
export function fileFacts(file: File): string {
  return [file.name, file.size, file.lastModified, file.type, file.webkitRelativePath ?? ''].join('\n')
}

/**
 * Tells a file from another of the same name, size and date: SHA-256 over its facts and its two ends, in hex. Where
 * the page has no WebCrypto (plain HTTP) the facts alone have to do.
 */
export async function fileFingerprint(file: File): Promise<string> {
  const facts = fileFacts(file)
  const { subtle } = globalThis.crypto
  if (subtle === undefined) return facts
  const edges = new Blob([facts, file.slice(0, EDGE), file.slice(Math.max(EDGE, file.size - EDGE))])
  const digest = await subtle.digest('SHA-256', await edges.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
