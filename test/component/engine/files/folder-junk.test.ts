import { expect, it } from 'vitest'
import { isFolderJunk } from '../../../../component/engine/files/folder-junk.ts'

it.each([
  ['trip/.DS_Store', true],
  ['trip/day 1/Thumbs.db', true],
  ['trip/THUMBS.DB', true],
  ['trip/desktop.ini', true],
  ['trip/._IMG_1.jpg', true],
  ['trip/Icon\r', true],
  ['__MACOSX/trip/IMG_1.jpg', true],
  ['trip/$RECYCLE.BIN/IMG_1.jpg', true],
  ['trip/IMG_1.jpg', false],
  ['trip/.htaccess', false],
  ['trip/.gitignore', false],
  ['trip/Icon.png', false],
  ['trip/my Thumbs.db.zip', false],
  // A file chosen by itself is kept.
  ['.DS_Store', false],
])('%s: %s', (path, junk) => {
  const name = path.split('/').at(-1) ?? ''
  expect(isFolderJunk({ name, webkitRelativePath: path.includes('/') ? path : '' })).toBe(junk)
})
