/** The rules that need a file's content or the page's validators. Reads a few kilobytes, never the whole file. */
import { mediaType } from '../../media-type.ts'
import type { Reason } from '../upload/rejection.ts'
import { byteReader } from './byte-reader.ts'
import { contradiction, HEAD_BYTES } from './content-type.ts'
import { boundsDimensions, brokenDimension, type FileRules } from './file-rules.ts'
import { validate } from './file-validator.ts'
import { readImageSize } from './image-size.ts'

/** Never rejects. Settles in bounded time, because reads are short and each validator has a timeout. */
export async function checkFile(
  file: File,
  rules: FileRules,
  signal: AbortSignal,
): Promise<Reason | undefined> {
  let broken: Reason | undefined
  try {
    broken = await checkContent(file, rules)
  } catch {
    // The file was moved, changed or locked since it was chosen.
    return { code: 'file-changed', limit: undefined }
  }
  return broken ?? (await validate(file, rules.validators ?? [], signal))
}

async function checkContent(file: File, rules: FileRules): Promise<Reason | undefined> {
  const read = byteReader(file)
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
