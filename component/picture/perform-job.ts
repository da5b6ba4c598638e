import { decodePicture, encodePicture } from './encode-picture.ts'
import { uprightExif, withSegment } from './jpeg-segments.ts'
import type { PictureJob } from './picture-job.ts'
import { stripMetadata } from './strip-metadata.ts'

/**
 * The changed picture; undefined where there was nothing to change.
 *
 * @throws Error where that is not possible
 */
export async function performJob(
  file: Blob,
  job: PictureJob,
  decode = decodePicture,
): Promise<Blob | undefined> {
  if (job.kind === 'strip') return await stripMetadata(file, job.sourceType)
  const encoded = await encodePicture(file, job, decode)
  if (!job.keepsExif || encoded.type !== 'image/jpeg') return encoded
  const exif = uprightExif(new Uint8Array(await file.arrayBuffer()))
  if (exif === undefined) return encoded
  const bytes = new Uint8Array(await encoded.arrayBuffer())
  return new Blob([withSegment(bytes, exif)], { type: encoded.type })
}
