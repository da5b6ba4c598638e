/**
 * Files that operating systems put into folders, such as `.DS_Store`. In a chosen folder they are left out before any
 * event and only counted: the visitor did not choose them and need not read that they were refused.
 */
const JUNK_FILE = /^(\.DS_Store|\._.*|\.localized|Icon\r|Thumbs\.db|ehthumbs\.db|desktop\.ini)$/i
const JUNK_FOLDER = new Set(['__MACOSX', '.Spotlight-V100', '.Trashes', '.fseventsd', '$RECYCLE.BIN'])

/** Whether the file is junk of a chosen folder; false for a file that was chosen by itself. */
export function isFolderJunk(file: Pick<File, 'name' | 'webkitRelativePath'>): boolean {
  const folders = (file.webkitRelativePath ?? '').split('/').slice(0, -1)
  if (folders.length === 0) return false
  return JUNK_FILE.test(file.name) || folders.some((folder) => JUNK_FOLDER.has(folder))
}
