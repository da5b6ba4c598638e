import type { GivenFiles } from '../engine/file-adder.ts'
import { listGiven } from '../engine/files/given-files.ts'
import type { FileHandle } from '../engine/resume/file-handle.ts'
import type { FileSource } from '../engine/upload/upload-events.ts'
import type { CropHost } from './crop-avatar.ts'
import type { CropOptions } from './crop-picture.ts'

/** The element's properties that matter here. */
export interface AvatarHost extends CropHost {
  readonly variant: string
  readonly noCrop: boolean
}

/** Between choosing and adding an avatar the visitor crops it. The dialog is loaded with the first picture. */
export class AvatarCrop {
  readonly #host: AvatarHost
  readonly #words: () => Pick<CropOptions, 'messages' | 'language'>
  #dialog: AbortController | undefined

  constructor(host: AvatarHost, words: () => Pick<CropOptions, 'messages' | 'language'>) {
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
    this.#dialog = new AbortController()
    const { signal } = this.#dialog
    try {
      const { cropAvatar } = await import('./crop-avatar.ts')
      return (await cropAvatar(first, this.#host, { signal, ...this.#words() })) ?? []
    } catch (error) {
      reportError(error)
      return first
    }
  }
}
