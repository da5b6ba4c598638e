import { displayName } from '../../display-name.ts'
import { extensionOf, mediaType } from '../../media-type.ts'

/** A file as it is, or a file named by its type (`file.png`) for a blob or a name without visible characters. */
export function namedFile(given: Blob): File {
  const name = 'name' in given && typeof given.name === 'string' ? given.name : ''
  if (isFile(given) && displayName(name).trim() !== '') return given
  const { type } = given
  const extension = extensionOf(mediaType({ name: '', type }))
  const lastModified = isFile(given) ? given.lastModified : Date.now()
  return new File([given], extension === 'bin' ? 'file' : `file.${extension}`, { type, lastModified })
}

function isFile(blob: Blob): blob is File {
  return 'name' in blob && 'lastModified' in blob
}
