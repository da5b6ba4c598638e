/** What can only be said about a file after reading it or asking the page. Reads a few kilobytes, never the whole. */
import { mediaType } from '../../media-type.ts'
import { contradiction, HEAD_BYTES } from './content-type.ts'
import { boundsDimensions, brokenDimension, type FileRules, type Reason } from './file-rules.ts'
import { validate } from './file-validator.ts'
import { type ReadBytes, readImageSize } from './image-size.ts'

/** Headers are read in pieces of this many bytes: most photos need one. */
const PIECE_BYTES = 16 * 1024

/** Never rejects, and settles in bounded time: reading is short and validators are boxed. */
export async function checkFile(
  file: File,
  rules: FileRules,
  signal: AbortSignal,
): Promise<Reason | undefined> {
  let broken: Reason | undefined
  try {
    broken = await checkContent(file, rules)
  } catch {
    // It was moved, changed or locked since it was chosen.
    return { code: 'file-changed', limit: undefined }
  }
  return broken ?? (await validate(file, rules.validators ?? [], signal))
}

async function checkContent(file: File, rules: FileRules): Promise<Reason | undefined> {
  const read = readerOf(file)
  const declared = mediaType(file)
  if (rules.content === 'verify') {
    const head = await read(0, HEAD_BYTES)
    const found = contradiction(declared, new Uint8Array(head.buffer, head.byteOffset, head.byteLength))
    if (found !== undefined) return { code: 'type-mismatch', limit: undefined, declared, found }
  }
  if (!boundsDimensions(rules) || !declared.startsWith('image/') || declared === 'image/svg+xml') {
    return undefined
  }
  return brokenDimension(await readImageSize(read), rules)
}

/** Keeps the last piece, so that neighbouring reads cost one trip. */
function readerOf(file: File): ReadBytes {
  let start = 0
  let piece = new ArrayBuffer(0)
  return async (position, length) => {
    const offset = Math.min(position, file.size)
    const end = Math.min(offset + length, file.size)
    if (offset < start || end > start + piece.byteLength) {
      piece = await file.slice(offset, Math.max(end, offset + PIECE_BYTES)).arrayBuffer()
      start = offset
    }
    return new DataView(piece, offset - start, Math.max(0, end - offset))
  }
}
