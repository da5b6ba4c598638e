import type { FileTransformer } from './engine/files/file-transformer.ts'
import { FormProperties } from './form-properties.ts'

/** How files are changed before they are sent; without any of these, not one is. UploaderProperties declares how they are read. */
export class PictureProperties extends FormProperties {
  /**
   * Pixels as displayed: wider pictures are scaled down before they are sent, with their proportions.
   * @attr resize-width
   */
  declare resizeWidth: number | undefined
  /**
   * Pixels as displayed: higher pictures are scaled down before they are sent, with their proportions.
   * @attr resize-height
   */
  declare resizeHeight: number | undefined
  /**
   * `image/jpeg`, `image/webp` or `image/png`: pictures are sent as this type, unless that makes them larger.
   * @attr convert-to
   * @default null
   */
  declare convertTo: string | null
  /**
   * From 0 to 1: JPEG and WebP pictures are encoded anew with this quality, unless that makes them larger. Default: 0.85
   * for those that are encoded for another reason.
   * @attr quality
   */
  declare quality: number | undefined
  /**
   * Send HEIC pictures as JPEG where the browser decodes them.
   * @attr convert-heic
   * @default false
   */
  declare convertHeic: boolean
  /**
   * With `variant="avatar"`: add the chosen picture as it is, without asking which square of it is kept.
   * @attr no-crop
   * @default false
   */
  declare noCrop: boolean
  /**
   * Send JPEG, PNG and WebP pictures without place, camera and other metadata. Pixels stay as they are.
   * @attr strip-metadata
   * @default false
   */
  declare stripMetadata: boolean
  /** The page's own changes of files before they are sent, in this order; each returns a file, a blob or nothing. */
  declare transformers: readonly FileTransformer[]
}
