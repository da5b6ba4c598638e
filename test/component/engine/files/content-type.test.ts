import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { contradiction, sniffContentType } from '../../../../component/engine/files/content-type.ts'

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const utf8 = (text: string) => new TextEncoder().encode(text)
const box = (brand: string, ...compatible: string[]) =>
  bytes(`\0\0\0${String.fromCharCode(16 + 4 * compatible.length)}ftyp${brand}\0\0\0\0${compatible.join('')}`)

const samples: Record<string, Uint8Array> = {
  jpeg: bytes('\xff\xd8\xff\xe0\0\x10JFIF'),
  png: bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
  gif: bytes('GIF89a\x01\0\x01\0'),
  webp: bytes('RIFF\x24\0\0\0WEBPVP8 '),
  avif: box('avif', 'mif1', 'miaf'),
  'avif by its compatible brand': box('mif1', 'miaf', 'avif'),
  heic: box('heic', 'mif1', 'heic'),
  'heic by its compatible brand': box('mif1', 'heic'),
  tiff: bytes('II*\0\x08\0\0\0'),
  bmp: bytes('BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0'),
  mp4: box('isom', 'iso2', 'mp41'),
  quicktime: box('qt  '),
  'old quicktime': bytes('\0\0\0\x20moov\0\0\0\x18mvhd'),
  webm: bytes('\x1aE\xdf\xa3\x01\0\0\0'),
  wav: bytes('RIFF\x24\0\0\0WAVEfmt '),
  ogg: bytes('OggS\0\x02'),
  pdf: bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3'),
  'pdf after junk': bytes(`${'\r\n'.repeat(200)}%PDF-1.4`),
  zip: bytes('PK\x03\x04\x14\0\x06\0'),
  'empty zip': bytes('PK\x05\x06\0\0\0\0'),
  ole: bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
  program: bytes('MZ\x90\0\x03\0\0\0'),
  'program for Linux': bytes('\x7fELF\x02\x01\x01\0'),
  svg: utf8('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  'svg with a prolog': utf8(
    '\ufeff<?xml version="1.0"?>\n<!-- > made by a program --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [\n' +
      '<!ENTITY ns "http://www.w3.org/2000/svg">\n]>\n<svg:svg xmlns:svg="x">',
  ),
  'svg in UTF-16': Uint8Array.from([0xff, 0xfe, ...[...'<svg >'].flatMap((c) => [c.charCodeAt(0), 0])]),
  'svg behind four kilobytes of comment': utf8(`<?xml version="1.0"?><!--${' '.repeat(5000)}`).slice(0, 4096),
  html: utf8('<!doctype html><title>x</title><svg></svg>'),
  xml: utf8('<?xml version="1.0"?><rss/>'),
  words: utf8('MZ and BM are letters, too: just words.'),
  nothing: new Uint8Array(),
}

const sample = (name: string) => {
  const found = samples[name]
  if (found === undefined) throw new Error(`No sample ${name}`)
  return found
}

describe('sniffContentType', () => {
  it.each([
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['gif', 'image/gif'],
    ['webp', 'image/webp'],
    ['avif', 'image/avif'],
    ['avif by its compatible brand', 'image/avif'],
    ['heic', 'image/heic'],
    ['heic by its compatible brand', 'image/heic'],
    ['tiff', 'image/tiff'],
    ['bmp', 'image/bmp'],
    ['mp4', 'video/mp4'],
    ['quicktime', 'video/quicktime'],
    ['old quicktime', 'video/quicktime'],
    ['webm', 'video/webm'],
    ['wav', 'audio/wav'],
    ['ogg', 'audio/ogg'],
    ['pdf', 'application/pdf'],
    ['pdf after junk', 'application/pdf'],
    ['zip', 'application/zip'],
    ['empty zip', 'application/zip'],
    ['program', 'application/x-executable'],
    ['program for Linux', 'application/x-executable'],
    ['svg', 'image/svg+xml'],
    ['svg with a prolog', 'image/svg+xml'],
    ['svg in UTF-16', 'image/svg+xml'],
    ['svg behind four kilobytes of comment', 'image/svg+xml'],
    ['html', ''],
    ['xml', ''],
    ['words', ''],
    ['nothing', ''],
  ])('knows %s as %j', (name, type) => expect(sniffContentType(sample(name))).toBe(type))

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)('knows a real %s', async (format) => {
    const image = sharp({ create: { width: 9, height: 7, channels: 3, background: '#888' } })
    expect(sniffContentType(await image.toFormat(format).toBuffer())).toBe(`image/${format}`)
  })

  it('is fast on input made to slow it', () => {
    const startedAt = performance.now()
    for (const hostile of ['<!-- -->'.repeat(512), '<?xml ?>'.repeat(512), '<!DOCTYPE svg ['.repeat(270)]) {
      sniffContentType(utf8(`${hostile}X`))
    }
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})

describe('contradiction', () => {
  it.each([
    // declared, content, contradicting type
    ['image/jpeg', 'jpeg', undefined],
    ['image/jpg', 'jpeg', undefined],
    ['image/jpeg', 'png', 'image/png'],
    ['image/jpeg', 'heic', 'image/heic'],
    ['image/jpeg', 'words', ''],
    ['image/jpeg', 'program', 'application/x-executable'],
    ['image/png', 'pdf', 'application/pdf'],
    ['image/apng', 'png', undefined],
    ['image/heic', 'heic', undefined],
    ['image/heif', 'heic', undefined],
    ['image/heic', 'avif', 'image/avif'],
    ['image/avif', 'avif by its compatible brand', undefined],
    ['image/svg+xml', 'svg', undefined],
    ['image/svg+xml', 'html', ''],
    ['image/svg+xml', 'png', 'image/png'],
    ['application/pdf', 'pdf after junk', undefined],
    ['application/pdf', 'words', ''],
    ['application/zip', 'zip', undefined],
    ['application/x-zip-compressed', 'empty zip', undefined],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'zip', undefined],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'ole', undefined],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'program',
      'application/x-executable',
    ],
    ['video/mp4', 'mp4', undefined],
    ['video/mp4', 'quicktime', undefined],
    ['video/quicktime', 'old quicktime', undefined],
    ['audio/mp4', 'mp4', undefined],
    ['video/mp4', 'zip', 'application/zip'],
    ['video/webm', 'webm', undefined],
    // Types without a signature: content of another top-level type contradicts them, unknown content does not.
    ['audio/opus', 'ogg', undefined],
    ['image/x-canon-cr2', 'tiff', undefined],
    ['image/x-icon', 'program', 'application/x-executable'],
    ['text/plain', 'words', undefined],
    ['text/plain', 'pdf', 'application/pdf'],
    ['text/xml', 'svg', undefined],
    ['text/html', 'html', undefined],
    ['video/mp2t', 'words', undefined],
    // Types that say nothing or contain anything.
    ['', 'program', undefined],
    ['application/octet-stream', 'jpeg', undefined],
    ['application/postscript', 'pdf', undefined],
    ['application/vnd.example', 'zip', undefined],
    ['image/png', 'nothing', undefined],
  ])('of %s and %s is %j', (declared, content, found) => {
    expect(contradiction(declared, sample(content))).toBe(found)
  })
})
