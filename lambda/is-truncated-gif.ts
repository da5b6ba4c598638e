/**
 * Whether a GIF ends before its trailer. Decoders accept a file that was cut between two frames, or within the last
 * one, without a word.
 */
export function isTruncatedGif(gif: Buffer): boolean {
  let at = 13 + paletteLength(gif[10])
  for (;;) {
    const introducer = gif[at]
    if (introducer === undefined) return true
    if (introducer === 0x3b) return false
    if (introducer === 0x21) at += 2
    else if (introducer === 0x2c) at += 11 + paletteLength(gif[at + 9])
    else return false
    at = skipBlocks(gif, at)
  }
}

/** Behind the data blocks that start at `at`: each has its length in front, and an empty one ends them. */
function skipBlocks(gif: Buffer, at: number): number {
  for (;;) {
    const length = gif[at]
    if (length === undefined) return at
    at += length + 1
    if (length === 0) return at
  }
}

function paletteLength(flags: number | undefined): number {
  return ((flags ?? 0) & 0x80) === 0 ? 0 : 3 * 2 ** (((flags ?? 0) & 7) + 1)
}
