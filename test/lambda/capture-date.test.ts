import { describe, expect, it } from 'vitest'
import { readCaptureDate } from '../../lambda/capture-date.ts'

describe('a capture date', () => {
  /** Entries of the photo directory, as [tag, text]. */
  function exif(order: 'II' | 'MM', ...entries: [number, string][]): Buffer {
    const little = order === 'II'
    const bytes = Buffer.alloc(400)
    const u16 = (value: number, at: number) =>
      little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at)
    const u32 = (value: number, at: number) =>
      little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at)
    const entry = (at: number, tag: number, type: number, count: number, value: number) => {
      u16(tag, at)
      u16(type, at + 2)
      u32(count, at + 4)
      u32(value, at + 8)
    }
    bytes.write(order, 0, 'latin1')
    u16(42, 2)
    u32(8, 4)
    u16(1, 8)
    entry(10, 0x8769, 4, 1, 30)
    u16(entries.length, 30)
    entries.forEach(([tag, value], index) => {
      const at = 200 + index * 40
      bytes.write(`${value}\0`, at, 'latin1')
      entry(32 + index * 12, tag, 2, value.length + 1, at)
    })
    return bytes
  }

  it.each([
    ['either byte order', exif('II', [0x9003, '2014:04:18 20:33:53']), '2014-04-18T20:33:53.000Z'],
    ['either byte order', exif('MM', [0x9003, '2014:04:18 20:33:53']), '2014-04-18T20:33:53.000Z'],
    [
      'an offset',
      exif('II', [0x9003, '2024:01:01 00:30:00'], [0x9011, '+02:00']),
      '2023-12-31T22:30:00.000Z',
    ],
    ['an invalid offset', exif('II', [0x9003, '2024:01:01 00:30:00'], [0x9011, '+99:99']), null],
    ['a digitized photo', exif('II', [0x9004, '1999:12:31 23:59:59']), '1999-12-31T23:59:59.000Z'],
    ['zeros, from a clock that was not set', exif('II', [0x9003, '0000:00:00 00:00:00']), null],
    ['blanks', exif('II', [0x9003, '    :  :     :  :  ']), null],
    ['a day that does not exist', exif('II', [0x9003, '2023:02:31 10:00:00']), null],
    ['no date', exif('II'), null],
    ['no EXIF', Buffer.from('hello world, no header'), null],
    ['no bytes', Buffer.alloc(0), null],
  ])('is read with %s', (_, bytes, expected) => {
    expect(readCaptureDate(bytes)).toBe(expected)
    expect(readCaptureDate(Buffer.concat([Buffer.from('Exif\0\0'), bytes]))).toBe(expected)
  })

  it('survives every truncation', () => {
    const whole = exif('MM', [0x9003, '2014:04:18 20:33:53'], [0x9011, '+02:00'])
    for (let length = 0; length < whole.length; length += 1) readCaptureDate(whole.subarray(0, length))
  })

  it('does not build the overlapping arrays that a hostile block claims', () => {
    const bomb = Buffer.alloc(65_500)
    bomb.write('II*\0\x08\0\0\0', 0, 'latin1')
    bomb.writeUInt16LE(5400, 8)
    for (let index = 0; index < 5400; index += 1) {
      const at = 10 + index * 12
      bomb.writeUInt16LE(index + 1, at)
      bomb.writeUInt16LE(1, at + 2)
      bomb.writeUInt32LE(65_000, at + 4)
      bomb.writeUInt32LE(8, at + 8)
    }
    const startedAt = performance.now()
    expect(readCaptureDate(bomb)).toBe(null)
    expect(performance.now() - startedAt).toBeLessThan(200)
  })
})
