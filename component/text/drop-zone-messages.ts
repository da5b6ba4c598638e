/** The sentences that are needed before the first file; the others are loaded with the list. */
export interface DropZoneMessages {
  chooseFile: string
  chooseFiles: string
  dropHint: string
  upToSize(size: string): string
  /** The uploader module failed to load. */
  notLoaded: string
  valueMissing: string
  busy: string
  someFailed: string
}

/** In English. */
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
