import { crc32, deflateSync } from 'node:zlib'

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

export function pngChunk(type: string, content: Buffer): Buffer {
  const bytes = Buffer.alloc(content.length + 12)
  bytes.writeUInt32BE(content.length, 0)
  bytes.write(type, 4, 'latin1')
  content.copy(bytes, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, content.length + 8)), content.length + 8)
  return bytes
}

/** RGBA pixels with their colour profile as a PNG that is not compressed: the one way to give libvips both. */
export function pngOfPixels(
  { pixels, width, height }: { pixels: Buffer; width: number; height: number },
  profile: Buffer | null,
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const stride = width * 4
  const lines = Buffer.alloc(height * (stride + 1))
  for (let y = 0; y < height; y += 1) pixels.copy(lines, y * (stride + 1) + 1, y * stride, (y + 1) * stride)
  const name = Buffer.from('icc\0\0', 'latin1')
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    ...(profile === null ? [] : [pngChunk('iCCP', Buffer.concat([name, deflateSync(profile)]))]),
    pngChunk('IDAT', deflateSync(lines, { level: 0 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}
