/** The rules that need a file's content or the page's validators. Reads a few kilobytes, never the whole file. */
import { mediaType } from '../../media-type.ts'
import type { Reason } from '../upload/rejection.ts'
import { byteReader } from './byte-reader.ts'
import { contradiction, HEAD_BYTES } from './content-type.ts'
import { boundsDimensions, brokenDimension, type FileRules } from './file-rules.ts'
import { validate } from './file-validator.ts'
import { readImageSize } from './image-size.ts'

/** A disk may take this long for a few kilobytes, in milliseconds: cloud folders download the file first. */
const READ_TIMEOUT_MS = 30_000

/** Never rejects, and settles in bounded time: reading and each validator have a timeout. */
export async function checkFile(
  file: File,
  rules: FileRules,
  signal: AbortSignal,
): Promise<Reason | undefined> {
  let broken: Reason | undefined
  try {
    broken = await inTime(checkContent(file, rules), signal)
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

async function inTime(check: Promise<Reason | undefined>, signal: AbortSignal): Promise<Reason | undefined> {
  const finished = new AbortController()
  // Not `delay`: a module that this one shares with the UI's would be one more script before the first upload.
  const end = new Promise<Reason | undefined>((resolve) => {
    const timer = setTimeout(() => resolve({ code: 'validator-timeout', limit: undefined }), READ_TIMEOUT_MS)
    // The caller drops the file.
    const stop = () => resolve(undefined)
    signal.addEventListener('abort', stop, { signal: finished.signal })
    finished.signal.addEventListener('abort', () => clearTimeout(timer))
    if (signal.aborted) stop()
  })
  try {
    return await Promise.race([check, end])
  } finally {
    finished.abort()
  }
}
