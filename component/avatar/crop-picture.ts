import { checkPixels, decodePicture, encodePicture } from '../picture/encode-picture.ts'
import type { PictureType } from '../picture/picture-options.ts'
import { readPicture } from '../picture/read-picture.ts'
import { type CropArea, sideOf } from './crop-area.ts'
import { askForArea, type CropDialogOptions } from './crop-dialog.ts'

export interface CropOptions extends CropDialogOptions {
  /** Pixels of the result's side, at most; it is never enlarged. */
  readonly size: number
}

/** Pixels of the shorter side while the visitor chooses: enough for the result at four times the size. */
const WORKING_SIDE = 2048
const QUALITY = 0.9

/**
 * The square that the visitor chooses, encoded anew: JPEG, PNG and WebP keep their type, all others become JPEG. The
 * file itself where this browser cannot decode it; undefined where the visitor cancels.
 *
 * @throws Error where the browser has no memory, or hides pixels from the page
 */
export async function cropPicture(file: File, options: CropOptions): Promise<Blob | undefined> {
  const source = await readPicture(file)
  if (!source.type.startsWith('image/') || source.type === 'image/svg+xml') return file
  checkPixels(source.size)
  const picture = await decoded(file)
  if (picture === undefined) return file
  try {
    const area = await askForArea(picture, options)
    if (area === undefined) return undefined
    return await encode(picture, area, typeOf(source.type), options.size)
  } finally {
    picture.close()
  }
}

async function decoded(file: Blob): Promise<ImageBitmap | undefined> {
  const whole = await decodePicture(file).catch(() => undefined)
  if (whole === undefined) return undefined
  const scale = WORKING_SIDE / Math.min(whole.width, whole.height)
  if (scale >= 1) return whole
  try {
    const [resizeWidth, resizeHeight] = [Math.round(whole.width * scale), Math.round(whole.height * scale)]
    return await createImageBitmap(whole, { resizeWidth, resizeHeight, resizeQuality: 'high' })
  } finally {
    whole.close()
  }
}

async function encode(picture: ImageBitmap, area: CropArea, type: PictureType, size: number): Promise<Blob> {
  const side = Math.round(sideOf(picture, area))
  const [left, top] = [Math.round(area.x - side / 2), Math.round(area.y - side / 2)]
  const square = await createImageBitmap(picture, left, top, side, side)
  const job = {
    kind: 'encode' as const,
    sourceType: type,
    type,
    otherwise: type === 'image/jpeg' ? type : ('image/png' as const),
    quality: QUALITY,
    maxWidth: size,
    maxHeight: size,
    keepsExif: false,
  }
  return encodePicture(new Blob(), job, async () => square)
}

function typeOf(type: string): PictureType {
  return type === 'image/png' || type === 'image/webp' ? type : 'image/jpeg'
}
