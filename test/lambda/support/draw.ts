import { expect } from 'vitest'
import { readConfig } from '../../../lambda/config.ts'
import { type Drawing, drawVariants } from '../../../lambda/draw-variants.ts'
import { createSharpImageTransformer } from '../../../lambda/sharp-image-transformer.ts'

const images = createSharpImageTransformer()
const limits = { maxPixels: 100_000_000, memoryBytes: 1769 * 1024 * 1024, timeoutMs: 20_000 }

export async function draw(
  bytes: Buffer,
  variants = 'thumb=100x100,cover;large=1600,inside',
): Promise<Drawing> {
  const specs = readConfig({ VARIANTS: variants }).variants
  return await drawVariants({ bytes, contentType: null }, specs, images, limits)
}

export async function drawOne(bytes: Buffer, spec: string) {
  const { image, variants, warnings } = await draw(bytes, `only=${spec}`)
  const [variant] = variants
  if (!variant) throw new Error('nothing was drawn')
  return { image, warnings, ...variant }
}

/** Nothing a camera or an editor wrote may be left: neither in segments nor as an embedded preview. */
export function expectNoTraces(bytes: Buffer) {
  const content = bytes.toString('latin1')
  for (const trace of [
    'Exif',
    'GPS',
    'http://ns.adobe.com',
    'Photoshop',
    'ICC_PROFILE',
    'SONY',
    'Canon',
    'Apple',
  ]) {
    expect(content.includes(trace), trace).toBe(false)
  }
  const pictures = content.split('\xff\xd8\xff').length - 1
  expect(pictures).toBe(content.startsWith('\xff\xd8\xff') ? 1 : 0)
}
