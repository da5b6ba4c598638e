/** Decodes a picture, draws it in its new size and encodes it: in the worker, or in the page. */
import { type EncodeJob, scaleDown } from './picture-job.ts'
import type { PictureType } from './picture-options.ts'

/** Pixels that are decoded at most: 400 MB. */
const MAX_SOURCE_PIXELS = 100_000_000
/** Pixels of a canvas at most: Safari draws nothing on larger ones. */
const MAX_CANVAS_PIXELS = 67_108_864

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D
type Decode = (file: Blob) => Promise<ImageBitmap>

/** Turned as the orientation says. */
export const decodePicture: Decode = (file) => createImageBitmap(file, { imageOrientation: 'from-image' })

/** @throws Error where the browser cannot decode, draw or encode it */
export async function encodePicture(
  file: Blob,
  { maxWidth, maxHeight, type, otherwise, quality }: EncodeJob,
  decode = decodePicture,
): Promise<Blob> {
  const bitmap = await decode(file)
  let context: Context
  try {
    const size = scaleDown(bitmap, maxWidth, maxHeight)
    if (size.width * size.height > MAX_CANVAS_PIXELS) throw tooLarge()
    context = draw(bitmap, size.width, size.height)
  } finally {
    bitmap.close()
  }
  const encoded = await encode(context, type, quality)
  const result = encoded.type === type ? encoded : await encode(context, otherwise, quality)
  // Frees the pixels now, not with the next garbage collection.
  context.canvas.width = 0
  return result
}

/** @throws Error where decoding would take too much memory */
export function checkPixels(size: { width: number; height: number } | null): void {
  if (size !== null && size.width * size.height > MAX_SOURCE_PIXELS) throw tooLarge()
}

function tooLarge(): Error {
  return new Error('It has too many pixels to be changed in a browser.')
}

/** By halves: some browsers look only at the four nearest pixels of the source, which leaves patterns. */
function draw(source: ImageBitmap, width: number, height: number): Context {
  let from: CanvasImageSource = source
  let [fromWidth, fromHeight] = [source.width, source.height]
  while (fromWidth > 2 * width && fromHeight > 2 * height) {
    const half = canvasContext(Math.ceil(fromWidth / 2), Math.ceil(fromHeight / 2))
    copy(half, from)
    if (from !== source) free(from)
    from = half.canvas
    fromWidth = half.canvas.width
    fromHeight = half.canvas.height
  }
  const context = canvasContext(width, height)
  copy(context, from)
  if (from !== source) free(from)
  return context
}

function copy(context: Context, from: CanvasImageSource): void {
  context.imageSmoothingQuality = 'high'
  context.drawImage(from, 0, 0, context.canvas.width, context.canvas.height)
}

function free(canvas: CanvasImageSource): void {
  if ('getContext' in canvas) canvas.width = 0
}

/**
 * @throws Error where the canvas has no memory, or where the browser hides its pixels: Firefox with
 *   `privacy.resistFingerprinting` encodes noise
 */
function canvasContext(width: number, height: number): Context {
  const canvas =
    typeof OffscreenCanvas === 'undefined'
      ? Object.assign(document.createElement('canvas'), { width, height })
      : new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d') as Context | null
  if (context === null) throw new Error('The browser has no memory for a canvas.')
  context.fillStyle = 'rgb(200, 100, 50)'
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  const isRead = Math.abs(red - 200) + Math.abs(green - 100) + Math.abs(blue - 50) < 30
  if (!isRead) throw new Error('The browser does not let the page read a canvas.')
  context.clearRect(0, 0, 1, 1)
  return context
}

async function encode(context: Context, type: PictureType, quality: number): Promise<Blob> {
  if (type === 'image/jpeg') {
    // JPEG has no transparency: without this it would be black.
    context.globalCompositeOperation = 'destination-over'
    context.fillStyle = '#fff'
    context.fillRect(0, 0, context.canvas.width, context.canvas.height)
  }
  const { canvas } = context
  const blob =
    'convertToBlob' in canvas
      ? await canvas.convertToBlob({ type, quality })
      : await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))
  if (blob === null) throw new Error('The browser could not encode it.')
  return blob
}
