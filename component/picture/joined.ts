type Bytes = Uint8Array<ArrayBuffer>

/** In one piece: Firefox decodes no picture whose blob has several and a short first one. */
export function joined(pieces: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
