import type { LitElement } from 'lit'
import { namedAs } from '../engine/files/named-as.ts'
import { namedFile } from '../engine/files/named-file.ts'
import { type FileHandle, isFileHandle } from '../engine/resume/file-handle.ts'
import { addStyles } from '../page/add-styles.ts'
import { cropStyles } from './crop-dialog.styles.ts'
import { type CropOptions, cropPicture } from './crop-picture.ts'

export interface CropHost extends LitElement {
  readonly resizeWidth: number | undefined
  readonly resizeHeight: number | undefined
}

/** Pixels of the result's side, at most, unless the page asks for fewer. */
const SIZE = 512

/** Lets the visitor crop a picture for the host; undefined where the visitor cancels. */
export async function cropAvatar(
  given: Blob | FileHandle,
  host: CropHost,
  options: Pick<CropOptions, 'messages' | 'language' | 'signal'>,
): Promise<Blob | undefined> {
  const file = namedFile(isFileHandle(given) ? await given.getFile() : given)
  const { renderRoot: container, resizeWidth = SIZE, resizeHeight = SIZE } = host
  const size = Math.min(resizeWidth, resizeHeight, SIZE)
  addStyles(host, cropStyles)
  const cropped = await cropPicture(file, { container, size, ...options })
  return cropped === undefined || cropped === file ? cropped : namedAs(file, cropped)
}
