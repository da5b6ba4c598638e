import { constants, createInflate, deflateSync } from 'node:zlib'
import { coarseImage, type PassLines, passLines } from './interlaced-png.ts'
import { pngChunk } from './png-chunk.ts'

const SIGNATURE_LENGTH = 8
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** zlib's output comes in pieces of this size; the one with the fault is lost. */
const PIECE_BYTES = 4096

export interface MendedPng {
  bytes: Buffer
  /** Whether pixels are missing; otherwise only checksums were wrong. */
  isTruncated: boolean
}

/**
 * The same PNG with valid checksums and with as many pixels as its header states, as far as the compressed data can be
 * read. Missing lines are white or, with alpha, transparent; of an interlaced PNG the whole picture is kept with fewer
 * pixels. `null` when not one line can be read.
 *
 * @param maxBytes bound of the pixels as they are in the file
 */
export async function mendPng(png: Buffer, maxBytes: number): Promise<MendedPng | null> {
  const header = png.subarray(SIGNATURE_LENGTH + 8, SIGNATURE_LENGTH + 21)
  if (header.length < 13) return null
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const [bitDepth = 8, colorType = 0, , , interlace = 0] = header.subarray(8)
  const bitsPerPixel = (CHANNELS[colorType] ?? 1) * bitDepth
  const lines: Lines[] =
    interlace === 1
      ? passLines(width, height, bitsPerPixel)
      : [{ count: height, length: lineLength(width, bitsPerPixel) }]
  const total = lines.reduce((sum, { count, length }) => sum + count * (length + 1), 0)
  if (total === 0 || total > maxBytes) return null

  const { before, data } = splitChunks(png)
  const pixels = await inflateWhatIsThere(data, total)
  if (pixels.length >= total) {
    return { bytes: assemble(png, before, header, pixels.subarray(0, total)), isTruncated: false }
  }
  if (interlace === 1) {
    const coarse = coarseImage(pixels, { width, height, bitsPerPixel }, blankOf(colorType))
    if (coarse === null) return null
    const coarseHeader = Buffer.from(header)
    coarseHeader.writeUInt32BE(coarse.width, 0)
    coarseHeader.writeUInt32BE(coarse.height, 4)
    coarseHeader[12] = 0
    return { bytes: assemble(png, before, coarseHeader, coarse.lines), isTruncated: true }
  }
  const length = lineLength(width, bitsPerPixel)
  if (pixels.length < length + 1) return null
  const whole = fillUp(pixels, total, length, colorType)
  return { bytes: assemble(png, before, header, whole), isTruncated: true }
}

function assemble(png: Buffer, before: readonly Buffer[], header: Buffer, lines: Buffer): Buffer {
  return Buffer.concat([
    png.subarray(0, SIGNATURE_LENGTH),
    pngChunk('IHDR', header),
    ...before,
    pngChunk('IDAT', deflateSync(lines, { level: 0 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

type Lines = Pick<PassLines, 'count' | 'length'>

function lineLength(width: number, bitsPerPixel: number): number {
  return Math.ceil((width * bitsPerPixel) / 8)
}

/** Chunks between header and pixels, with new checksums, and the compressed pixels of all `IDAT` chunks. */
function splitChunks(png: Buffer): { before: Buffer[]; data: Buffer } {
  const before: Buffer[] = []
  const data: Buffer[] = []
  for (let at = SIGNATURE_LENGTH; at + 8 <= png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const content = png.subarray(at + 8, Math.min(at + 8 + length, png.length))
    if (type === 'IEND') break
    if (type === 'IDAT') data.push(content)
    else if (type !== 'IHDR' && data.length === 0 && content.length === length)
      before.push(pngChunk(type, content))
    at += 12 + length
  }
  return { before, data: Buffer.concat(data) }
}

/** Up to the first fault, less what zlib holds back of its last piece of output. */
async function inflateWhatIsThere(data: Buffer, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  const inflate = createInflate({ chunkSize: PIECE_BYTES, finishFlush: constants.Z_SYNC_FLUSH })
  inflate.end(data)
  try {
    for await (const part of inflate) {
      if (!Buffer.isBuffer(part)) break
      parts.push(part)
      length += part.length
      if (length >= maxBytes) break
    }
  } catch {
    // What came before the fault counts.
  }
  return Buffer.concat(parts)
}

/** White; with alpha transparent; of a palette its first colour. */
function blankOf(colorType: number): number {
  return colorType === 0 || colorType === 2 ? 255 : 0
}

/** Complete lines as they are, then lines without a filter. */
function fillUp(pixels: Buffer, total: number, length: number, colorType: number): Buffer {
  const whole = Buffer.alloc(total, blankOf(colorType))
  const complete = Math.floor(pixels.length / (length + 1)) * (length + 1)
  pixels.copy(whole, 0, 0, complete)
  for (let at = complete; at < total; at += length + 1) whole[at] = 0
  return whole
}
