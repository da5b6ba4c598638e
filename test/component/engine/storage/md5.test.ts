import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { Md5 } from '../../../../component/engine/storage/md5.ts'

const hex = (digest: ArrayBuffer) => Buffer.from(digest).toString('hex')
const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, index) => (index * 131) % 251)

// RFC 1321, A.5.
it.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
])('of %j is %s', (text, expected) => {
  expect(hex(new Md5().update(new TextEncoder().encode(text)).digest())).toBe(expected)
})

it('agrees with Node for every length around a block, in pieces of any size', () => {
  for (const size of [1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1_000, 70_000]) {
    const bytes = bytesOf(size)
    const expected = createHash('md5').update(bytes).digest('hex')
    for (const step of [1, 13, 64, 100, 65_536]) {
      const md5 = new Md5()
      for (let at = 0; at < size; at += step) md5.update(bytes.subarray(at, at + step))
      expect(hex(md5.digest()), `${size} bytes by ${step}`).toBe(expected)
    }
  }
})
