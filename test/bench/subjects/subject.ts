/** The subjects: markup of the page, its script, and the file input. */

export type SubjectName = 'raw-batch' | 'ours' | 'uppy' | 'filepond' | 'dropzone' | 'vaadin'

export interface Subject {
  readonly name: SubjectName
  readonly title: string
  /** Installed by this folder's own package.json. */
  readonly isRival: boolean
  /** Beside this file. */
  readonly entry: string
  readonly html: string
  /** Puppeteer's selector. */
  readonly input: string
  /** Calls `/complete` for every file; others end with S3's response. */
  readonly completes: boolean
}

const ELSE = { isRival: true, completes: false }

export const SUBJECTS: readonly Subject[] = [
  {
    name: 'raw-batch',
    title: 'floor (raw-batch)',
    isRival: false,
    entry: 'raw-batch.ts',
    html: '<input type="file" multiple>',
    input: 'input[type=file]',
    completes: false,
  },
  {
    name: 'ours',
    title: 's3-uploader',
    isRival: false,
    entry: 'ours.ts',
    html: '<script type="module" src="/s3-uploader.js"></script><s3-uploader multiple no-status></s3-uploader>',
    input: 's3-uploader >>> input[type=file]',
    completes: true,
  },
  {
    ...ELSE,
    name: 'uppy',
    title: 'Uppy Dashboard',
    entry: 'rivals/uppy.js',
    html: '<div id="subject"></div>',
    input: '.uppy-Dashboard-input',
  },
  {
    ...ELSE,
    name: 'filepond',
    title: 'FilePond',
    entry: 'rivals/filepond.js',
    html: '<div id="subject"><input type="file" multiple></div>',
    input: '.filepond--browser',
  },
  {
    ...ELSE,
    name: 'dropzone',
    title: 'Dropzone',
    entry: 'rivals/dropzone.js',
    html: '<div id="subject" class="dropzone"></div>',
    input: '.dz-hidden-input',
  },
  {
    ...ELSE,
    name: 'vaadin',
    title: 'vaadin-upload',
    entry: 'rivals/vaadin.js',
    html: '<vaadin-upload></vaadin-upload>',
    input: 'vaadin-upload >>> input[type=file]',
  },
]
