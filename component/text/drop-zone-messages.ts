import type { Messages } from './messages.ts'

/** What is said before the first file. */
export type DropZoneMessages = Pick<
  Messages,
  | 'chooseFile'
  | 'chooseFiles'
  | 'dropHint'
  | 'upToSize'
  | 'notLoaded'
  | 'valueMissing'
  | 'busy'
  | 'someFailed'
>

/** In English. The other sentences are loaded with the list. */
export const dropZoneMessages: DropZoneMessages = {
  chooseFile: 'Choose a file',
  chooseFiles: 'Choose files',
  dropHint: 'or drop here',
  upToSize: (size) => `up to ${size} each`,
  notLoaded: 'Nothing can be uploaded now. Check your connection and try again.',
  valueMissing: 'Please add a file.',
  busy: 'Please wait until the upload is done.',
  someFailed: 'Some files were not uploaded. Try again or remove them.',
}
