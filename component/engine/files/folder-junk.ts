/**
 * What operating systems leave in folders. Nobody who picks a folder means to upload it, and nobody wants to read that
 * it was refused: it is left out before anything else happens, and only counted.
 */
const JUNK_FILE = /^(\.DS_Store|\._.*|\.localized|Icon\r|Thumbs\.db|ehthumbs\.db|desktop\.ini)$/i
const JUNK_FOLDER = new Set(['__MACOSX', '.Spotlight-V100', '.Trashes', '.fseventsd', '$RECYCLE.BIN'])

/** Whether the file came along with a folder and is of no interest; a file chosen by itself always is. */
export function isFolderJunk(file: Pick<File, 'name' | 'webkitRelativePath'>): boolean {
  const folders = (file.webkitRelativePath ?? '').split('/').slice(0, -1)
  if (folders.length === 0) return false
  return JUNK_FILE.test(file.name) || folders.some((folder) => JUNK_FOLDER.has(folder))
}
