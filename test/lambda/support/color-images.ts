import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { pngChunk } from './images.ts'

/** Patches of plain colours, 16 pixels each, as 8-bit samples: black, white, greys, primaries, and mixed ones. */
export const PATCHES: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [255, 255, 255],
  [64, 64, 64],
  [128, 128, 128],
  [192, 192, 192],
  [220, 60, 40],
  [40, 180, 60],
  [50, 70, 200],
  [230, 200, 60],
  [120, 40, 140],
]
export const PATCH_SIZE = 16

/** A row of the patches, optionally with every sample changed. */
export function patchPixels(change: (sample: number) => number = (sample) => sample): Buffer {
  const width = PATCHES.length * PATCH_SIZE
  const pixels = Buffer.alloc(width * PATCH_SIZE * 3)
  for (let at = 0; at < width * PATCH_SIZE; at += 1) {
    const patch = PATCHES[Math.floor((at % width) / PATCH_SIZE)] ?? [0, 0, 0]
    pixels.set(patch.map(change), at * 3)
  }
  return pixels
}

export function patches(change?: (sample: number) => number) {
  const raw = { width: PATCHES.length * PATCH_SIZE, height: PATCH_SIZE, channels: 3 } as const
  return sharp(patchPixels(change), { raw })
}

/** Code points of ITU-T H.273. */
export interface Signal {
  primaries: number
  transfer: number
  matrix?: number
  fullRange?: boolean
}

/** A PNG with a `cICP` chunk; with 16 bits its samples are scaled up. */
export function pngWithSignal({ primaries, transfer, fullRange = true }: Signal, bits: 8 | 16 = 8): Buffer {
  const width = PATCHES.length * PATCH_SIZE
  const samples = patchPixels()
  const bytes = bits / 8
  const lines = Buffer.alloc(PATCH_SIZE * (width * 3 * bytes + 1))
  for (let y = 0; y < PATCH_SIZE; y += 1) {
    for (let x = 0; x < width * 3; x += 1) {
      const sample = samples[y * width * 3 + x] ?? 0
      lines.fill(
        sample,
        y * (width * 3 * bytes + 1) + 1 + x * bytes,
        y * (width * 3 * bytes + 1) + 1 + (x + 1) * bytes,
      )
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(PATCH_SIZE, 4)
  header.set([bits, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('cICP', Buffer.from([primaries, transfer, 0, fullRange ? 1 : 0])),
    pngChunk('IDAT', deflateSync(lines)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** The same AVIF with an `nclx` colour property on its first item: boxes grow, and so do the offsets to the pixels. */
export function avifWithSignal(
  avif: Buffer,
  { primaries, transfer, matrix = 1, fullRange = true }: Signal,
): Buffer {
  const color = Buffer.alloc(19)
  color.writeUInt32BE(19, 0)
  color.write('colrnclx', 4, 'latin1')
  color.writeUInt16BE(primaries, 12)
  color.writeUInt16BE(transfer, 14)
  color.writeUInt16BE(matrix, 16)
  color[18] = fullRange ? 0x80 : 0
  const at = (type: string) => avif.indexOf(type) - 4
  const [meta, iprp, ipco, ipma, iloc] = ['meta', 'iprp', 'ipco', 'ipma', 'iloc'].map(at) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const bytes = Buffer.from(avif)
  const grow = (box: number, by: number) => bytes.writeUInt32BE(bytes.readUInt32BE(box) + by, box)
  const added = color.length + 1
  for (const box of [meta, iprp]) grow(box, added)
  grow(ipco, color.length)
  grow(ipma, 1)
  let properties = 0
  for (let box = ipco + 8; box < ipco + avif.readUInt32BE(ipco); box += avif.readUInt32BE(box))
    properties += 1
  // ipma version 0 with short indexes: count of entries, then item id and count of associations of the first item.
  const associations = ipma + 18
  bytes[associations] = (bytes[associations] ?? 0) + 1
  const end = associations + 1 + (avif[associations] ?? 0)
  // iloc version 0: sizes, count of items, then id, data reference, base offset if any, count of extents and the offset.
  const isBased = (avif[iloc + 13] ?? 0) >> 4 !== 0
  const items = avif.readUInt16BE(iloc + 14)
  const itemLength = 6 + (isBased ? 4 : 0) + 8
  for (let item = 0; item < items; item += 1) {
    const offset = iloc + 16 + item * itemLength + (isBased ? 4 : 6)
    bytes.writeUInt32BE(avif.readUInt32BE(offset) + added, offset)
  }
  const ipcoEnd = ipco + avif.readUInt32BE(ipco)
  return Buffer.concat([
    bytes.subarray(0, ipcoEnd),
    color,
    bytes.subarray(ipcoEnd, end),
    Buffer.from([properties + 1]),
    bytes.subarray(end),
  ])
}
