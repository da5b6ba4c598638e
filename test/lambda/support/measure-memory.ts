/** One job on one hostile file, in a process of its own: prints outcome and cost. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { hugePng, plain, pngChunk, textBomb, withPngChunks } from './images.ts'
import { createHarness } from './run-handler.ts'

/** A JPEG that claims any size. */
async function hugeJpeg(): Promise<Buffer> {
  const jpeg = await plain(16, 16, 'red').jpeg().toBuffer()
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  jpeg.writeUInt16BE(65_000, frame + 5)
  jpeg.writeUInt16BE(65_000, frame + 7)
  return jpeg
}

/** 5,400 EXIF entries that each claim the same 65,000 bytes: general readers build an array for each. */
async function exifBomb(): Promise<Buffer> {
  const exif = Buffer.alloc(65_500)
  exif.write('Exif\0\0II*\0\x08\0\0\0', 0, 'latin1')
  exif.writeUInt16LE(5400, 14)
  for (let index = 0; index < 5400; index += 1) {
    const at = 16 + index * 12
    exif.writeUInt16LE(index + 1, at)
    exif.writeUInt16LE(1, at + 2)
    exif.writeUInt32LE(65_000, at + 4)
    exif.writeUInt32LE(8, at + 8)
  }
  const segment = Buffer.from([0xff, 0xe1, 0, 0])
  segment.writeUInt16BE(exif.length + 2, 2)
  const jpeg = await plain(100, 100, 'red').jpeg().toBuffer()
  return Buffer.concat([jpeg.subarray(0, 2), segment, exif, jpeg.subarray(2)])
}

async function file(kind: string | undefined): Promise<Buffer> {
  const png = await plain(100, 100, 'red').png().toBuffer()
  switch (kind) {
    case 'png-text-bomb':
      return withPngChunks(
        png,
        ...Array.from({ length: 5 }, () => textBomb(50_000_000)),
        pngChunk('iTXt', Buffer.from('x')),
      )
    case 'exif-bomb':
      return await exifBomb()
    case 'huge-png':
      return hugePng(30_000, 30_000)
    case 'huge-jpeg':
      return await hugeJpeg()
    default:
      return png
  }
}

const [, , kind] = process.argv
const { handler, store, lines } = createHarness()
await store.upload('clean', await file('clean'), 'image/png')
await handler({ bucket: 'uploads', key: 'clean' })
const bytes = await file(kind)
await store.upload('hostile', bytes, '')
const baseMb = process.memoryUsage().rss / 1024 ** 2
const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()
await handler({ bucket: 'uploads', key: 'hostile' })
delay.disable()
const line = lines.at(-1)
process.stdout.write(
  JSON.stringify({
    outcome: line?.event === 'image-ready' ? 'ready' : line?.code,
    extraMb: Math.round(process.resourceUsage().maxRSS / 1024 - baseMb),
    blockedMs: Math.round(delay.max / 1e6),
  }),
)
