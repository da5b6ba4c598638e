import { displayName } from '../../component/display-name.ts'

/** UTF-16 units. */
const MAX_LENGTH = 255

/**
 * A client's file name as the ticket and the event carry it: by the element's display rule, without halves of
 * surrogate pairs, at most 255 UTF-16 units, the extension kept. It is never part of a key, a header or a path.
 */
export function storedFileName(name: string): string {
  const text = withoutHalves(displayName(name)).trim()
  if (text.length <= MAX_LENGTH) return text
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(text)?.[0] ?? ''
  const stem = text.slice(0, MAX_LENGTH - extension.length - 1)
  // A cut inside a surrogate pair leaves its first half.
  return `${stem.replace(/[\ud800-\udbff]$/, '')}…${extension}`
}

/** Encoding replaces lone surrogates with U+FFFD, which JSON and XML can carry. */
function withoutHalves(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? new TextDecoder().decode(new TextEncoder().encode(text)) : text
}
