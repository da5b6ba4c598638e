import type { FileTransformer } from '../engine/files/file-transformer.ts'
import { mediaType } from '../media-type.ts'
import { encodes, type PictureOptions, pictureType } from './picture-options.ts'

/** Bytes. Larger files are left as they are: they would have to be in memory as a whole. */
const MAX_BYTES = 100_000_000
const STRIPPABLE = /^image\/(jpeg|png|webp)$/
const DECODABLE = /^image\/(jpeg|png|webp|avif|bmp|hei[cf])$/

type PictureAttributes = Omit<PictureOptions, 'convertTo'> & { readonly convertTo: string | null }

/**
 * Changes pictures as the element's attributes ask for; undefined where they ask for nothing. A picture that cannot be
 * changed is sent as it is, and the reason is reported as an error of the page, each once.
 */
export function pictureTransformer(attributes: PictureAttributes): FileTransformer | undefined {
  const { resizeWidth, resizeHeight, stripMetadata, convertHeic } = attributes
  const quality = (attributes.quality ?? 2) <= 1 ? attributes.quality : undefined
  const convertTo = pictureType(attributes.convertTo)
  const options = { resizeWidth, resizeHeight, convertTo, quality, stripMetadata, convertHeic }
  const types = encodes(options) ? DECODABLE : options.stripMetadata ? STRIPPABLE : undefined
  if (types === undefined) return undefined
  const transform: FileTransformer = async (file, { signal }) => {
    try {
      const { transformPicture } = await import('./transform-picture.ts')
      return await transformPicture(file, options, signal)
    } catch (cause) {
      signal.throwIfAborted()
      report(cause)
      return undefined
    }
  }
  transform.appliesTo = (file) => types.test(mediaType(file)) && file.size > 0 && file.size <= MAX_BYTES
  return transform
}

const reported = new Set<string>()

function report(cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (reported.has(reason)) return
  reported.add(reason)
  reportError(new Error(`<s3-uploader>: a picture is uploaded as it is. ${reason}`, { cause }))
}
