/** The sentences that are needed before the first file; the others are loaded with the list. */
export interface DropZoneMessages {
  chooseFile: string
  chooseFiles: string
  chooseFolder: string
  /** On a touch screen, where only images are accepted. */
  choosePhoto: string
  /** With `capture`. */
  takePhoto: string
  dropHint: string
  /** Kinds of files that have no abbreviation, as in `any image or PDF`. */
  fileTypes: FileTypes
  upToSize(size: string): string
  /** The form needs a file: before the limits. */
  required: string
  /** The uploader module failed to load. */
  notLoaded: string
  valueMissing: string
  /** With `min-files`: fewer are there. */
  tooFewFiles(minimum: number): string
  busy: string
}

export interface FileTypes {
  image: string
  video: string
  audio: string
  text: string
  program: string
}

/** In English. */
export const dropZoneMessages: DropZoneMessages = {
  chooseFile: 'Choose a file',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  choosePhoto: 'Take or choose a photo',
  takePhoto: 'Take a photo',
  dropHint: 'or drop here',
  fileTypes: {
    image: 'any image',
    video: 'any video',
    audio: 'any audio',
    text: 'any text',
    program: 'a program',
  },
  upToSize: (size) => `up to ${size} each`,
  required: 'Required',
  notLoaded: 'The uploader failed to load. Check your connection and reload the page.',
  valueMissing: 'Please add a file.',
  tooFewFiles: (minimum) => `Please add at least ${minimum} files.`,
  busy: 'Please wait until the upload is done.',
}
