import { checkPixels } from './encode-picture.ts'
import { performJob } from './perform-job.ts'
import { type EncodeJob, encodeJob, isHeic } from './picture-job.ts'
import type { PictureOptions } from './picture-options.ts'
import { runJob } from './picture-runner.ts'
import { readPicture } from './read-picture.ts'
import { canStrip } from './strip-metadata.ts'

/**
 * The picture as the options ask for; undefined where the file stays as it is: nothing to change, an animation, or a
 * result that is no smaller. HEIC is converted also where that makes it larger.
 *
 * @throws Error where it cannot be changed; the signal's reason when aborted
 */
export async function transformPicture(
  file: File,
  options: PictureOptions,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const source = await readPicture(file)
  const job = encodeJob(source, options)
  let failure: unknown
  if (job !== undefined) {
    try {
      checkPixels(source.size)
      const encoded = await encode(file, job, signal)
      if (encoded !== undefined && (isHeic(source.type) || encoded.size < file.size)) return encoded
    } catch (error) {
      signal.throwIfAborted()
      failure = error
    }
  }
  if (options.stripMetadata && canStrip(source.type)) {
    const stripped = await runJob(file, { kind: 'strip', sourceType: source.type }, signal)
    if (stripped !== undefined) return stripped
  }
  if (failure !== undefined) throw failure
  return undefined
}

/** Safari decodes HEIC in image elements, which workers do not have. */
async function encode(file: File, job: EncodeJob, signal: AbortSignal): Promise<Blob | undefined> {
  try {
    return await runJob(file, job, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!isHeic(job.sourceType)) throw error
    return await performJob(file, job, decodeInImage)
  }
}

async function decodeInImage(file: Blob): Promise<ImageBitmap> {
  const image = new Image()
  image.src = URL.createObjectURL(file)
  try {
    await image.decode()
    return await createImageBitmap(image)
  } catch (cause) {
    throw new Error('This browser does not decode HEIC.', { cause })
  } finally {
    URL.revokeObjectURL(image.src)
  }
}
