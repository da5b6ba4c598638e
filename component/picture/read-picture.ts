import { byteReader } from '../engine/files/byte-reader.ts'
import { HEAD_BYTES, sniffContentType } from '../engine/files/content-type.ts'
import { readImageSize } from '../engine/files/image-size.ts'
import { latin1 } from './latin1.ts'
import type { SourcePicture } from './picture-job.ts'
import { isAnimatedPng } from './png-chunks.ts'
import { isAnimatedWebp } from './webp-chunks.ts'

/** Bytes. The animation of an APNG is announced before its pixels, but behind its colour profile. */
const PNG_HEAD_BYTES = 256 * 1024

/**
 * What the first bytes of a file tell of its picture.
 *
 * @throws where the file cannot be read
 */
export async function readPicture(file: Blob): Promise<SourcePicture> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  const type = sniffContentType(head)
  return { type, isAnimated: await isAnimated(file, type, head), size: await readImageSize(byteReader(file)) }
}

async function isAnimated(file: Blob, type: string, head: Uint8Array<ArrayBuffer>): Promise<boolean> {
  switch (type) {
    case 'image/gif':
      return true
    case 'image/png':
      return isAnimatedPng(new Uint8Array(await file.slice(0, PNG_HEAD_BYTES).arrayBuffer()))
    case 'image/webp':
      return isAnimatedWebp(head)
    case 'image/avif':
      return latin1(head, 8, 4) === 'avis'
    default:
      return false
  }
}
