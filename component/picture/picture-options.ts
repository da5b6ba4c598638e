/** Types that canvases encode: all browsers JPEG and PNG, WebP all but Safari. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp'

/** Null for other texts. */
export function pictureType(text: string | null): PictureType | null {
  return (['image/jpeg', 'image/png', 'image/webp'] as const).find((type) => type === text) ?? null
}

/** What the element's attributes ask for. */
export interface PictureOptions {
  /** Pixels at most, as displayed. */
  readonly resizeWidth: number | undefined
  readonly resizeHeight: number | undefined
  readonly convertTo: PictureType | null
  /** Of JPEG and WebP: from 0 to 1. Undefined encodes only what has to be encoded anyway. */
  readonly quality: number | undefined
  readonly stripMetadata: boolean
  /** HEIC to JPEG, or to `convertTo`. */
  readonly convertHeic: boolean
}

/** Whether anything is asked for that takes decoding. */
export function encodes(options: PictureOptions): boolean {
  const { resizeWidth, resizeHeight, convertTo, quality, convertHeic } = options
  return convertHeic || [resizeWidth, resizeHeight, convertTo ?? undefined, quality].some(isGiven)
}

function isGiven(value: unknown): boolean {
  return value !== undefined
}
