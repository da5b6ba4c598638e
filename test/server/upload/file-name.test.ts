import { expect, it } from 'vitest'
import { displayName } from '../../../server/upload/file-name.ts'

const family = '👨‍👩‍👧'

it.each([
  ['cat.jpg', 'cat.jpg'],
  ['Büro 😀.jpg', 'Büro 😀.jpg'],
  [`${family}.png`, `${family}.png`],
  ['a\u0000b\r\nc.jpg', 'a b  c.jpg'],
  ['photo\u202egpj.exe', 'photo gpj.exe'],
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
  expect(displayName(name)).toBe(shown)
  expect(displayName(name).length).toBeLessThanOrEqual(255)
})
