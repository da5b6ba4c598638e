import type { LitElement } from 'lit'
import type { GivenFiles } from '../engine/file-adder.ts'
import { listGiven } from '../engine/files/given-files.ts'
import { namedFile } from '../engine/files/named-file.ts'
import { namedAs } from '../engine/files/run-transformers.ts'
import { type FileHandle, isFileHandle } from '../engine/resume/file-handle.ts'
import type { FileSource } from '../engine/upload/upload-events.ts'
import { addStyles } from '../page/add-styles.ts'
import type { CropOptions } from './crop-picture.ts'

/** The element's properties that matter here. */
export interface AvatarHost extends LitElement {
  readonly variant: string
  readonly noCrop: boolean
  readonly resizeWidth: number | undefined
  readonly resizeHeight: number | undefined
}

/** Pixels of the result's side, at most, unless the page asks for fewer. */
const SIZE = 512

/** Between choosing and adding an avatar the visitor crops it. The dialog is loaded with the first picture. */
export class AvatarCrop {
  readonly #host: AvatarHost
  readonly #words: () => Pick<CropOptions, 'messages' | 'lang'>
  #dialog: AbortController | undefined

  constructor(host: AvatarHost, words: () => Pick<CropOptions, 'messages' | 'lang'>) {
    this.#host = host
    this.#words = words
  }

  /** What is added in place of the chosen files. Files that the page itself adds are not cropped. */
  of(files: GivenFiles | Promise<GivenFiles>, source: FileSource): GivenFiles | Promise<GivenFiles> {
    const { variant, noCrop } = this.#host
    return source !== 'api' && variant === 'avatar' && !noCrop ? this.#cropFirst(files) : files
  }

  /** Nothing where the visitor cancels; a file that cannot be cropped as it is. */
  async #cropFirst(given: GivenFiles | Promise<GivenFiles>): Promise<GivenFiles> {
    const [first] = listGiven<Blob | FileHandle>(await given)
    if (first === undefined) return []
    this.#dialog?.abort()
    const dialog = new AbortController()
    this.#dialog = dialog
    try {
      const blob = isFileHandle(first) ? await first.getFile() : first
      return (await this.#crop(namedFile(blob), dialog.signal)) ?? []
    } catch (error) {
      reportError(error)
      return first
    }
  }

  async #crop(file: File, signal: AbortSignal): Promise<Blob | undefined> {
    const { renderRoot: container, resizeWidth = SIZE, resizeHeight = SIZE } = this.#host
    const size = Math.min(resizeWidth, resizeHeight, SIZE)
    const [{ cropPicture }, { cropStyles }] = await Promise.all([
      import('./crop-picture.ts'),
      import('./crop-dialog.styles.ts'),
    ])
    addStyles(this.#host, cropStyles)
    const cropped = await cropPicture(file, { container, size, signal, ...this.#words() })
    return cropped === undefined || cropped === file ? cropped : namedAs(file, cropped)
  }
}
