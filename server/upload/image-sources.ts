import type { ImageSource, Variant } from '../../component/protocol.ts'

/** By bytes for the same picture, fewest first: browsers take the first type they know. */
const BY_COMPACTNESS = ['image/avif', 'image/webp', 'image/jpeg', 'image/png', 'image/gif']

/**
 * The variants that show the whole image, as `srcset`s for `<picture>`, one for each media type. Variants of another
 * aspect ratio are crops, which must not stand in for the whole image.
 */
export function imageSources(
  image: { width: number; height: number },
  variants: readonly Variant[],
): ImageSource[] {
  const whole = variants.filter(
    (variant) => variant.contentType.startsWith('image/') && showsAll(variant, image),
  )
  const types = [...new Set(whole.map(({ contentType }) => contentType))].sort((a, b) => rank(a) - rank(b))
  return types.flatMap((type) => {
    const bySize = whole.filter(({ contentType }) => contentType === type).sort((a, b) => a.width - b.width)
    const largest = bySize.at(-1)
    if (largest === undefined) return []
    const { url, width, height } = largest
    return [
      {
        type,
        srcset: bySize.map((each) => `${each.url} ${each.width}w`).join(', '),
        src: url,
        width,
        height,
      },
    ]
  })
}

/** Whether a variant has the image's aspect ratio, up to the rounding of its sides to whole pixels. */
function showsAll(variant: Variant, image: { width: number; height: number }): boolean {
  const scale = Math.max(variant.width / image.width, variant.height / image.height)
  return (
    Math.abs(image.width * scale - variant.width) < 1 && Math.abs(image.height * scale - variant.height) < 1
  )
}

function rank(type: string): number {
  const at = BY_COMPACTNESS.indexOf(type)
  return at === -1 ? BY_COMPACTNESS.length : at
}
