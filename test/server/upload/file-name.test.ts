import { expect, it } from 'vitest'
import { storedFileName } from '../../../server/upload/file-name.ts'

const family = '👨‍👩‍👧'

it.each([
  ['cat.jpg', 'cat.jpg'],
  ['Büro 😀.jpg', 'Büro 😀.jpg'],
  [`${family}.png`, `${family}.png`],
  ['a\u0000b\r\nc.jpg', 'abc.jpg'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['half\ud83d.jpg', 'half\ufffd.jpg'],
  ['../../etc/passwd', '../../etc/passwd'],
  ['', ''],
  [' spaced ', 'spaced'],
  ['x'.repeat(255), 'x'.repeat(255)],
  [`${'x'.repeat(4096)}.jpeg`, `${'x'.repeat(249)}….jpeg`],
  [`${'x'.repeat(4096)}`, `${'x'.repeat(254)}…`],
  // 254 units end in the middle of the 127th pair behind one letter.
  [`x${'😀'.repeat(200)}`, `x${'😀'.repeat(126)}…`],
])('shows %j as %j', (name, shown) => {
  expect(storedFileName(name)).toBe(shown)
  expect(storedFileName(name).length).toBeLessThanOrEqual(255)
})
