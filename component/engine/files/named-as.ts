import { extensionOf, isMediaType, mediaType } from '../../media-type.ts'

/** The result under the name of the chosen file, with the extension of its type. */
export function namedAs({ name, type: chosenType, lastModified }: File, result: Blob): File {
  const type = result.type === '' ? chosenType : result.type
  return new File([result], nameForType(name, type), { type, lastModified })
}

/** `photo.heic` as `image/jpeg` is `photo.jpg`; a name that fits the type, or a type without an extension, keeps the name. */
export function nameForType(name: string, type: string): string {
  const wanted = mediaType({ name: '', type })
  const extension = extensionOf(wanted)
  if (!isMediaType(type) || extension === 'bin' || mediaType({ name, type: '' }) === wanted) return name
  const dot = name.lastIndexOf('.')
  return `${dot > 0 ? name.slice(0, dot) : name}.${extension}`
}
