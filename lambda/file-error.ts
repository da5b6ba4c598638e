import { ImageError } from './image-error.ts'

/**
 * The error of a file that could not be decoded. sharp's errors carry no code, only a message, so the phase decides:
 * decoding fails because of the file, encoding decoded pixels only because of a defect here.
 */
export function fileError(cause: unknown, maxPixels: number): ImageError {
  const message = cause instanceof Error ? cause.message : ''
  if (/exceeds pixel limit|too large/i.test(message)) {
    const detail = `The image has more than the ${(maxPixels / 1e6).toFixed(1)} megapixels allowed.`
    return new ImageError('image-too-large', detail, { cause })
  }
  if (message.startsWith('timeout:')) {
    return new ImageError('processing-timeout', 'Decoding the image took too long.', { cause })
  }
  return new ImageError('corrupt-image', 'The image is damaged and cannot be decoded.', { cause })
}
