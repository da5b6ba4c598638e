import { describe, expect, it } from 'vitest'
import { readExif } from '../../lambda/read-exif.ts'
import { type ExifContent, exifBlock } from './support/exif-block.ts'

const [DATE_TIME, ORIGINAL, DIGITIZED] = [0x0132, 0x9003, 0x9004]
const [OFFSET, ORIGINAL_OFFSET, DIGITIZED_OFFSET] = [0x9010, 0x9011, 0x9012]
const [GPS_TIME, GPS_DATE] = [0x0007, 0x001d]

describe('a capture time', () => {
  const gps = {
    [GPS_DATE]: '2024:07:01',
    [GPS_TIME]: [
      [9, 1],
      [5, 1],
      [1350, 100],
    ] as [number, number][],
  }

  it.each<[string, ExifContent, string | null]>([
    [
      'without an offset is the wall clock',
      { photo: { [ORIGINAL]: '2014:04:18 20:33:53' } },
      '2014-04-18T20:33:53',
    ],
    [
      'keeps its offset',
      { photo: { [ORIGINAL]: '2024:01:01 00:30:00', [ORIGINAL_OFFSET]: '+02:00' } },
      '2024-01-01T00:30:00+02:00',
    ],
    [
      'with an invalid offset has none',
      { photo: { [ORIGINAL]: '2024:01:01 00:30:00', [ORIGINAL_OFFSET]: '+99:99' } },
      '2024-01-01T00:30:00',
    ],
    [
      'takes no offset of another time',
      { photo: { [ORIGINAL]: '2024:01:01 00:30:00', [DIGITIZED_OFFSET]: '+02:00' } },
      '2024-01-01T00:30:00',
    ],
    [
      'of a scan is when it was digitized',
      { photo: { [DIGITIZED]: '1999:12:31 23:59:59', [DIGITIZED_OFFSET]: '-05:00' } },
      '1999-12-31T23:59:59-05:00',
    ],
    [
      'of a clock that was never set is that of GPS',
      { photo: { [ORIGINAL]: '0000:00:00 00:00:00' }, gps },
      '2024-07-01T09:05:13+00:00',
    ],
    [
      'comes from the camera rather than from GPS',
      { photo: { [ORIGINAL]: '2024:07:01 11:05:13' }, gps },
      '2024-07-01T11:05:13',
    ],
    [
      'is the last change as the last resort',
      { main: { [DATE_TIME]: '2020:02:02 10:00:00' }, photo: { [OFFSET]: '+01:00' } },
      '2020-02-02T10:00:00+01:00',
    ],
    ['of blanks is none', { photo: { [ORIGINAL]: '    :  :     :  :  ' } }, null],
    ['of a day that does not exist is none', { photo: { [ORIGINAL]: '2023:02:31 10:00:00' } }, null],
    ['with half of GPS is none', { gps: { [GPS_DATE]: '2024:07:01' } }, null],
    ['that is absent is none', {}, null],
  ])('%s', (_, content, expected) => {
    expect(readExif(exifBlock('II', content)).capturedAt).toBe(expected)
    expect(readExif(exifBlock('MM', content)).capturedAt).toBe(expected)
  })
})

describe('an EXIF block', () => {
  const content: ExifContent = {
    main: { 271: 'SONY', 272: 'ILCE-6000', 33432: '© Ann Müller\0hidden' },
    photo: {
      33434: [[1, 250]],
      33437: [[28, 10]],
      34855: 100,
      37386: [[35, 1]],
      42036: 'E 35mm F1.8 OSS',
    },
    gps: { 2: [[51, 1]], 4: [[7, 1]] },
  }

  it.each(['II', 'MM'] as const)('gives camera, lens, exposure and copyright in byte order %s', (order) => {
    expect(readExif(exifBlock(order, content))).toEqual({
      capturedAt: null,
      camera: 'SONY ILCE-6000',
      lens: 'E 35mm F1.8 OSS',
      exposure: '1/250 s, f/2.8, ISO 100, 35 mm',
      copyright: '© Ann Müller',
      hasLocation: true,
    })
  })

  it.each<[Record<number, string>, string | null]>([
    [{ 271: 'Canon', 272: 'Canon EOS 5D' }, 'Canon EOS 5D'],
    [{ 271: 'NIKON CORPORATION', 272: 'NIKON D90' }, 'NIKON D90'],
    [{ 272: 'Pixel 8' }, 'Pixel 8'],
    [{ 271: 'A\u0007\u202Eb' }, 'Ab'],
    [{ 271: '   ' }, null],
  ])('of %j names the camera once and without control characters', (main, camera) => {
    expect(readExif(exifBlock('II', { main })).camera).toBe(camera)
  })

  it.each<[[number, number], string | null]>([
    [[30, 1], '30 s'],
    [[13, 10], '1.3 s'],
    [[10, 20_000], '1/2000 s'],
    [[0, 1], null],
    [[1, 0], null],
  ])('with an exposure time of %j is described as %s', (time, exposure) => {
    expect(readExif(exifBlock('II', { photo: { 33434: [time] } })).exposure).toBe(exposure)
  })

  const nothing = {
    capturedAt: null,
    camera: null,
    lens: null,
    exposure: null,
    copyright: null,
    hasLocation: false,
  }

  it.each([
    ['no EXIF', Buffer.from('hello world, no header')],
    ['no bytes', Buffer.alloc(0)],
  ])('that is %s gives nothing', (_, bytes) => {
    expect(readExif(bytes)).toEqual(nothing)
  })

  it('may be cut anywhere', () => {
    const whole = exifBlock('MM', content)
    for (let length = 0; length < whole.length; length += 1) readExif(whole.subarray(0, length))
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
    expect(readExif(bomb)).toEqual(nothing)
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})
