import { expect, it } from 'vitest'
import { displayName } from '../../component/display-name.ts'

const family = '👨‍👩‍👧'

it.each([
  ['cat.jpg', 'cat.jpg'],
  ['Büro 😀.jpg', 'Büro 😀.jpg'],
  [`${family}.png`, `${family}.png`],
  ['A\u030angstro\u0308m', 'Ångström'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['a\u0000b\r\nc\u2028d\u200be.jpg', 'a b  c de.jpg'],
  ['photo\u202egnp.exe', 'photognp.exe'],
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
