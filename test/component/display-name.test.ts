import { expect, it } from 'vitest'
import { displayName } from '../../component/display-name.ts'

const family = '👨‍👩‍👧'

it.each([
  ['cat.jpg', 'cat.jpg'],
  ['', ''],
  [`${family}.png`, `${family}.png`],
  ['A\u030angstro\u0308m', 'Ångström'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['a\u0000b\nc\u2028d\u200be', 'abcde'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  ['../../etc/passwd', '../../etc/passwd'],
])('the name %j is shown as %j', (name, shown) => expect(displayName(name)).toBe(shown))
