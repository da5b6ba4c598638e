import type { Uploader } from './engine/uploader.ts'

/** Whether the limits, as far as they are known, let in files that are large enough for parts. */
export function mayBeInParts({ limits, rules }: Pick<Uploader, 'limits' | 'rules'>): boolean {
  const threshold = limits === undefined ? 0 : limits.multipartThreshold
  return threshold !== null && (rules.maxFileSize ?? Number.POSITIVE_INFINITY) > threshold
}
