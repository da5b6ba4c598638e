import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { avifWithSignal, patches, pngWithSignal } from './support/color-images.ts'
import { bmpFile, icoFile, noise, photo, plain, quarters, randomFrom } from './support/images.ts'
import { createHarness } from './support/run-handler.ts'

const run = promisify(execFile)

/** The cost of one job in a process of its own; `extraMb` is above the warm process. */
async function measure(kind: string): Promise<{ outcome: string; extraMb: number; blockedMs: number }> {
  const script = fileURLToPath(new URL('support/measure-memory.ts', import.meta.url))
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, kind], { timeout: 50_000 })
  return JSON.parse(stdout)
}

describe('memory', () => {
  // Without the chunk filter the first needs 144 MB more; a general EXIF reader needs 15 s and 3.5 GB for the second.
  it.each([
    ['png-text-bomb', 'ready', 60],
    ['exif-bomb', 'ready', 60],
    ['huge-png', 'image-too-large', 40],
    ['huge-jpeg', 'image-too-large', 40],
  ])('stays low for a %s', async (kind, outcome, limitMb) => {
    const result = await measure(kind)
    expect(result.outcome).toBe(outcome)
    expect(result.extraMb).toBeLessThan(limitMb)
    expect(result.blockedMs).toBeLessThan(5000)
  })
})

describe('300 damaged files', async () => {
  const seeds = [
    await quarters(64, 48).jpeg().toBuffer(),
    await noise(64, 48).jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    await quarters(64, 48).png().toBuffer(),
    await noise(64, 48).png({ progressive: true }).toBuffer(),
    await quarters(64, 48).webp().toBuffer(),
    await noise(64, 48).webp({ lossless: true }).toBuffer(),
    await quarters(64, 48).gif().toBuffer(),
    await quarters(64, 48).avif({ effort: 0 }).toBuffer(),
    await plain(64, 48, '#ff000080', 4).png({ palette: true }).toBuffer(),
    await sharp([await plain(20, 20, 'red').png().toBuffer(), await plain(20, 20, 'blue').png().toBuffer()], {
      join: { animated: true },
    })
      .gif()
      .toBuffer(),
    avifWithSignal(await patches().avif({ effort: 0, bitdepth: 10 }).toBuffer(), {
      primaries: 9,
      transfer: 16,
    }),
    pngWithSignal({ primaries: 9, transfer: 18 }, 16),
    bmpFile(64, 48, 'green'),
    icoFile(bmpFile(32, 32, 'blue')),
    await plain(64, 48, 'red').toColourspace('cmyk').jpeg().toBuffer(),
    photo('lens_info.jpg'),
    photo('test2.jpg'),
  ]
  const random = randomFrom(20260101)
  const pick = (length: number) => Math.floor(random() * length)

  function damaged(seed: Buffer): Buffer {
    const bytes = Buffer.from(seed)
    switch (pick(4)) {
      case 0:
        return bytes.subarray(0, pick(bytes.length))
      case 1:
        for (let flips = 1 + pick(20); flips > 0; flips -= 1) bytes[pick(bytes.length)] = pick(256)
        return bytes
      case 2: {
        // The header holds the lengths.
        for (let flips = 1 + pick(4); flips > 0; flips -= 1)
          bytes[12 + pick(Math.min(200, bytes.length - 12))] = pick(256)
        return bytes
      }
      default: {
        const at = pick(bytes.length)
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(pick(bytes.length))])
      }
    }
  }

  it('each get variants or an error code within 2 s of CPU time', async () => {
    const { handler, store, lines } = createHarness({
      VARIANTS: 'thumb=40x40,cover,attention;large=60,avif|webp|jpeg,animated,sharpen;box=50x50,contain,png',
    })
    const slow: number[] = []
    for (let round = 0; round < 300; round += 1) {
      const key = `f${round}`
      await store.upload(key, damaged(seeds[round % seeds.length] ?? Buffer.alloc(0)), '')
      // CPU time: a loaded machine takes longer by the clock.
      const before = process.cpuUsage()
      await handler({ bucket: 'uploads', key })
      const { user, system } = process.cpuUsage(before)
      if ((user + system) / 1000 > 2000) slow.push(round)
    }
    const endings = new Map<string, number>()
    for (const { event, code } of lines) {
      const ending = String(code ?? event)
      endings.set(ending, (endings.get(ending) ?? 0) + 1)
    }
    expect(lines).toHaveLength(300)
    expect(slow).toEqual([])
    expect(endings.get('corrupt-image')).toBeGreaterThan(50)
    expect(endings.get('image-ready')).toBeGreaterThan(20)
    const allowed = [
      'image-ready',
      'corrupt-image',
      'not-an-image',
      'image-too-large',
      'unsupported-format',
      'unsupported-heic',
      'empty-file',
    ]
    expect([...endings.keys()].filter((ending) => !allowed.includes(ending))).toEqual([])
  }, 180_000)
})
