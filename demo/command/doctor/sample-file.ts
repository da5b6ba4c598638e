import { createHash } from 'node:crypto'
import type { RouteLimits } from '../../../component/protocol.ts'

/** 1 × 1 pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export interface SampleFile {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
  /** Base64. */
  readonly sha256: string
  /** Whether an image function makes something of it. */
  readonly isImage: boolean
}

/** A file that the route takes: a picture where it takes PNG, else bytes of its first type. */
export function sampleFile(limits: RouteLimits, size = 0): SampleFile {
  const takes = (type: string) =>
    limits.allowedContentTypes.some(
      (each) => each === type || (each.endsWith('/*') && type.startsWith(each.slice(0, -1))),
    )
  const isImage = takes('image/png') && size === 0 && limits.minFileSize <= 4096
  const [first = 'application/octet-stream'] = limits.allowedContentTypes
  const type = isImage || takes('image/png') ? 'image/png' : first.replace('/*', '/x-doctor')
  const length = Math.max(size, limits.minFileSize, isImage ? PNG.length : 1)
  // Decoders ignore what follows the end of a PNG.
  const bytes = Buffer.alloc(length)
  PNG.copy(bytes)
  return {
    name: `doctor.${type === 'image/png' ? 'png' : 'bin'}`,
    type,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    isImage,
  }
}
