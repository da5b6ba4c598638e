/** One measurement of the image processor in a process of its own; prints JSON. Started by lambda.ts. */
import { readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { readConfig } from '../../lambda/config.ts'
import { identifyImage } from '../../lambda/identify-image.ts'
import { estimatePeakBytes } from '../../lambda/memory-budget.ts'
import { renderVariants } from '../../lambda/render-variants.ts'
import { createSharpImageTransformer } from '../../lambda/sharp-image-transformer.ts'
import { planVariants } from '../../lambda/variant-plan.ts'
import { photo } from '../lambda/support/images.ts'

const MB = 1e6
const ROUNDS = 3
const RUNS = 7
const DEFAULT = 'thumb=100x100,cover;large=1600,inside'
const EIGHT = [100, 320, 800, 1600].map((side) => `v${side}=${side},jpeg|webp`).join(';')
const images = createSharpImageTransformer()
const limits = { maxPixels: 500_000_000, memoryBytes: 10_240 * MB, timeoutMs: 60_000 }

async function render(bytes: Buffer, variants: string): Promise<void> {
  const { variants: specs } = readConfig({ VARIANTS: variants })
  const file = { bytes, type: identifyImage(bytes, null) }
  await renderVariants(file, { specs, watermark: null, maxFrames: 200 }, { images }, limits)
}

/** The photo of 24 megapixels, resized to others, in a format. */
async function source(kind: string): Promise<Buffer> {
  const original = photo('sony-alpha-6000.jpg')
  const [format = 'jpeg', megapixels = '24'] = kind.split('-')
  const scale = Math.sqrt(Number(megapixels) / 24)
  const size = { width: Math.round(6000 * scale), height: Math.round(4000 * scale) }
  const image = sharp(original, { limitInputPixels: false }).resize(size)
  switch (format) {
    case 'progressive':
      return await image.jpeg({ quality: 90, progressive: true }).toBuffer()
    case 'png':
      return await image.png({ compressionLevel: 1 }).toBuffer()
    case 'interlaced':
      return await image.png({ compressionLevel: 1, progressive: true }).toBuffer()
    case 'webp':
      return await image.webp({ quality: 80, effort: 0 }).toBuffer()
    case 'avif':
      return await image.avif({ quality: 60, effort: 0 }).toBuffer()
    default:
      return megapixels === '24' ? original : await image.jpeg({ quality: 92 }).toBuffer()
  }
}

/** Median of user and system time, in milliseconds. */
async function cpuMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const start = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  return times[runs >> 1] ?? 0
}

/** Runs of either side take turns, so that a change of the machine's pace meets both. */
async function compare(ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<object> {
  const rounds: { theirMs: number; oursMs: number; ratio: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const [theirMs, oursMs] = [await cpuMs(RUNS, theirs), await cpuMs(RUNS, ours)]
    rounds.push({ theirMs, oursMs, ratio: oursMs / theirMs })
  }
  rounds.sort((a, b) => a.ratio - b.ratio)
  return rounds[ROUNDS >> 1] ?? {}
}

async function measure([task, kind = '', path = '']: string[]): Promise<object> {
  switch (task) {
    case 'thumb': {
      const bytes = await source(kind)
      const bare = () =>
        sharp(bytes).autoOrient().resize(100, 100).webp({ quality: 80, effort: 2 }).toBuffer()
      return await compare(() => render(bytes, 'thumb=100x100,cover,webp'), bare)
    }
    case 'eight': {
      const bytes = await source(kind)
      const each = async () => {
        for (const side of [100, 320, 800, 1600]) {
          const resized = () => sharp(bytes).autoOrient().resize(side, side, { fit: 'inside' })
          await resized().jpeg({ quality: 80, progressive: true }).toBuffer()
          await resized().webp({ quality: 80, effort: 2 }).toBuffer()
        }
      }
      return await compare(() => render(bytes, EIGHT), each)
    }
    case 'make':
      await writeFile(path, await source(kind))
      return {}
    case 'peak':
      return await measurePeak(await readFile(path))
    default:
      return await measureWarm(Number(kind))
  }
}

async function measurePeak(bytes: Buffer): Promise<object> {
  const { format } = identifyImage(bytes, null)
  const header = await images.readHeader(bytes, format, limits.maxPixels)
  const plan = planVariants(readConfig({ VARIANTS: DEFAULT }).variants, header.width, header.height)
  const estimateMb = estimatePeakBytes(header, plan, bytes.length) / MB
  await render(bytes, DEFAULT)
  // Of the whole process since its start, in kilobytes.
  return { estimateMb, peakMb: (process.resourceUsage().maxRSS * 1024) / MB }
}

async function measureWarm(jobs: number): Promise<object> {
  const sources = await Promise.all(
    ['jpeg-24', 'progressive-12', 'png-6', 'webp-12', 'avif-3', 'interlaced-3'].map(source),
  )
  const rssMb: number[] = []
  for (let job = 1; job <= jobs; job += 1) {
    await render(sources[job % sources.length] ?? Buffer.alloc(0), DEFAULT)
    if (job % 50 === 0) rssMb.push(Math.round(process.memoryUsage().rss / MB))
  }
  return { rssMb }
}

process.stdout.write(JSON.stringify(await measure(process.argv.slice(2))))
