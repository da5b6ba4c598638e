import type { PresignFile, RouteLimits } from '../../protocol.ts'
import { hashModule } from './lazy-modules.ts'

/**
 * What S3 shall verify of a file; nothing where the page wants no checksum or, with `auto`, the API requires none.
 *
 * @throws UploadError as `sha256`, and `module-not-loaded`
 */
export async function checksumOf(
  file: File,
  checksum: 'auto' | 'sha256' | 'none',
  limits: RouteLimits | undefined,
  signal: AbortSignal,
): Promise<Pick<PresignFile, 'sha256' | 'partChecksum'>> {
  if (checksum === 'none' || (checksum === 'auto' && limits?.checksum !== 'required')) return {}
  if (isSentInParts(file, limits)) return { partChecksum: 'sha256' }
  const { sha256 } = await hashModule.load()
  return { sha256: await sha256(file, signal) }
}

/** Whether the API plans a file in parts, as far as its limits are known. */
export function isSentInParts({ size }: File, limits: RouteLimits | undefined): boolean {
  return size > (limits?.multipartThreshold ?? Number.POSITIVE_INFINITY)
}
