import { isRecord } from './is-record.ts'
import type { ManifestImage } from './manifest.ts'
import { parseJson } from './parse-json.ts'

/**
 * The marker in the user metadata of an object that replaced its original.
 *
 * It prevents a loop: an object with the marker is an output and is not processed again. It also holds the content of
 * the manifest, because after a crash between replacement and manifest the original no longer exists.
 */
export interface Replacement {
  /** ETag of the original. */
  sourceEtag: string
  image: ManifestImage
  /** Of the object itself, in pixels. */
  width: number
  height: number
  warnings: string[]
}

/** `replacement` is `null` where the marker holds no record. */
export type Marker = { replacement: Replacement | null }

const MARKER = 'processed-by'
const MARKER_VALUE = 's3-uploader'
const RECORD = 's3-uploader-source'
/** S3's limit for all user metadata of an object, names and values, in bytes. */
const MAX_METADATA_BYTES = 2048

/** The original's user metadata plus the marker; the marker alone where both exceed 2,048 bytes. */
export function markReplacement(
  original: Record<string, string>,
  replacement: Replacement,
): Record<string, string> {
  const marker = { [MARKER]: MARKER_VALUE, [RECORD]: JSON.stringify(replacement) }
  const both = { ...original, ...marker }
  const bytes = Buffer.byteLength(Object.entries(both).flat().join(''))
  return bytes <= MAX_METADATA_BYTES ? both : marker
}

export function readMarker(userMetadata: Record<string, string>): Marker | null {
  if (userMetadata[MARKER] !== MARKER_VALUE) return null
  return { replacement: parseReplacement(userMetadata[RECORD]) }
}

function parseReplacement(text: string | undefined): Replacement | null {
  const value = parseJson(text ?? '')
  if (!isRecord(value) || !isRecord(value.image)) return null
  const { sourceEtag, width, height, warnings } = value
  const image = parseImage(value.image)
  if (image === null || typeof sourceEtag !== 'string') return null
  if (typeof width !== 'number' || typeof height !== 'number') return null
  const texts = Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === 'string') : []
  return { sourceEtag, image, width, height, warnings: texts }
}

function parseImage(image: Record<string, unknown>): ManifestImage | null {
  const { format, width, height, orientation, hasAlpha, frames, capturedAt } = image
  if (typeof format !== 'string' || typeof hasAlpha !== 'boolean') return null
  if (typeof width !== 'number' || typeof height !== 'number') return null
  if (typeof orientation !== 'number' || typeof frames !== 'number') return null
  return {
    format,
    width,
    height,
    orientation,
    hasAlpha,
    frames,
    capturedAt: typeof capturedAt === 'string' ? capturedAt : null,
  }
}
