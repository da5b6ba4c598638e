import type { ImageInfo, ImageSource, Variant } from '../../protocol.ts'

type Fields = Record<string, unknown>
type Optional<Key extends keyof ImageInfo> = Pick<ImageInfo, Key>

const TEXTS = ['contentType', 'colorSpace', 'camera', 'lens', 'exposure', 'copyright'] as const
const NUMBERS = ['size', 'bitDepth', 'durationMs', 'loop', 'density'] as const
const FLAGS = ['hdr', 'hasLocation'] as const

/** The optional fields of `ImageInfo`. A field of an unexpected type is left out: none of them decides anything. */
export function parseImageDetails(
  image: Fields,
): Optional<
  (typeof TEXTS)[number] | (typeof NUMBERS)[number] | (typeof FLAGS)[number] | 'placeholder' | 'sources'
> {
  const details: ReturnType<typeof parseImageDetails> = {}
  for (const name of TEXTS) {
    const value = image[name]
    if (typeof value === 'string') details[name] = value
  }
  for (const name of NUMBERS) {
    const value = image[name]
    if (typeof value === 'number') details[name] = value
  }
  for (const name of FLAGS) {
    const value = image[name]
    if (typeof value === 'boolean') details[name] = value
  }
  const { placeholder, sources } = image
  if (isFields(placeholder)) {
    const { thumbHash, color } = placeholder
    if (typeof thumbHash === 'string' && typeof color === 'string') details.placeholder = { thumbHash, color }
  }
  if (Array.isArray(sources)) details.sources = sources.flatMap(parseSource)
  return details
}

/** The optional fields of `Variant`. */
export function parseVariantDetails({ frames, hdr }: Fields): Pick<Variant, 'frames' | 'hdr'> {
  return {
    ...(typeof frames === 'number' && { frames }),
    ...((hdr === 'kept' || hdr === 'lost') && { hdr }),
  }
}

function parseSource(value: unknown): ImageSource[] {
  if (!isFields(value)) return []
  const { type, srcset, src, width, height } = value
  if (typeof type !== 'string' || typeof srcset !== 'string' || typeof src !== 'string') return []
  if (typeof width !== 'number' || typeof height !== 'number') return []
  return [{ type, srcset, src, width, height }]
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
