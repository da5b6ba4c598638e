/** The stored files of the list as form entry and as session history state. Pure. */
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { StoredEntry } from './form-entries.ts'

export function storedEntries(uploads: readonly UploadSnapshot[]): StoredEntry[] {
  return uploads.flatMap(({ status, key, name, size, type, metadata }) =>
    key !== null && (status === 'ready' || status === 'processing')
      ? [{ key, name, size, type, ...(Object.keys(metadata).length > 0 && { metadata }) }]
      : [],
  )
}

/** The same with what their rows show. A local picture is gone with the page. */
export function storedState(uploads: readonly UploadSnapshot[]): string {
  const thumbnails = new Map(
    uploads.map(({ key, origin, previewUrl, variants }) => [
      key,
      origin === 'stored' ? previewUrl : smallestUrl(variants),
    ]),
  )
  return JSON.stringify(
    storedEntries(uploads).map((entry) => ({
      ...entry,
      thumbnailUrl: thumbnails.get(entry.key) ?? undefined,
    })),
  )
}

function smallestUrl(variants: UploadSnapshot['variants']): string | undefined {
  const images = variants.filter(({ contentType }) => contentType.startsWith('image/'))
  return images.sort((a, b) => a.width - b.width)[0]?.url
}
