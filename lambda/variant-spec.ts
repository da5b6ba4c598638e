/** One image to make from every upload. Never enlarged: a smaller original gives a smaller variant. */
export interface VariantSpec {
  name: string
  /** The box, in pixels, 1 to 4096. */
  width: number
  height: number
  /** `cover` fills the box and crops the rest, `inside` fits the whole image into it, `contain` pads it to the box. */
  fit: (typeof FITS)[number]
  /**
   * What a crop keeps: the centre, the most salient or the most detailed region. A focal point in the upload's metadata
   * counts more.
   */
  crop: (typeof CROPS)[number]
  /** One file for each, from one decode. */
  formats: readonly VariantFormat[]
  /** `#rrggbb` or `#rrggbbaa`, behind transparent pixels and padding. `null`: transparent, in JPEG white. */
  background: string | null
  /** Whether to sharpen after scaling down. */
  sharpen: boolean
  /** Whether to put the function's watermark on it. */
  watermark: boolean
  /** Whether an animation stays one, as WebP. Otherwise its first frame is used. */
  animated: boolean
}

export interface VariantFormat {
  /** `auto`: the most compact of what all browsers show, WebP; JPEG for an HDR photo, which then keeps its gain map. */
  type: (typeof FORMATS)[number]
  /** 1 to 100; `null`: the format's default. */
  quality: number | null
}

export const MAX_VARIANT_SIDE = 4096
export const MAX_VARIANTS = 20
/** The first of each is the default. */
export const FITS = ['inside', 'cover', 'contain'] as const
export const CROPS = ['centre', 'attention', 'entropy'] as const
export const FORMATS = ['auto', 'avif', 'webp', 'jpeg', 'png'] as const
export const FLAGS = ['sharpen', 'watermark', 'animated'] as const

export const DEFAULT_VARIANT: Omit<VariantSpec, 'name' | 'width' | 'height'> = {
  fit: 'inside',
  crop: 'centre',
  formats: [{ type: 'auto', quality: null }],
  background: null,
  sharpen: false,
  watermark: false,
  animated: false,
}
