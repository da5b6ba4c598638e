import { expect } from 'vitest'
import { readConfig } from '../../../lambda/config.ts'
import type { HeicDecoder } from '../../../lambda/heic-decoder.ts'
import { identifyImage } from '../../../lambda/identify-image.ts'
import { type Rendering, type RenderingOptions, renderVariants } from '../../../lambda/render-variants.ts'
import { createSharpImageTransformer } from '../../../lambda/sharp-image-transformer.ts'

const images = createSharpImageTransformer()
const limits = { maxPixels: 500_000_000, memoryBytes: 1769 * 1024 * 1024, timeoutMs: 20_000 }

export async function render(
  bytes: Buffer,
  variants = 'thumb=100x100,cover;large=1600,inside',
  more: Partial<RenderingOptions> = {},
  heic?: HeicDecoder,
): Promise<Rendering> {
  const WATERMARK = 's3://brand/mark.png'
  const specs = readConfig({ VARIANTS: variants, WATERMARK }).variants
  const file = { bytes, type: identifyImage(bytes, null, { canDecodeHeic: heic !== undefined }) }
  const options = { specs, watermark: null, maxFrames: 200, ...more }
  return await renderVariants(file, options, { images, ...(heic && { heic }) }, limits)
}

export async function renderOne(bytes: Buffer, spec: string, more: Partial<RenderingOptions> = {}) {
  const { image, variants, warnings } = await render(bytes, `only=${spec}`, more)
  const [variant] = variants
  if (!variant) throw new Error('no variant was rendered')
  return { image, warnings, ...variant }
}

/** No camera or editor metadata may remain, neither in segments nor as an embedded preview. */
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
