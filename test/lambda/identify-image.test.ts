import { describe, expect, it } from 'vitest'
import type { ProcessingErrorCode } from '../../component/protocol.ts'
import { identifyImage } from '../../lambda/identify-image.ts'
import type { ImageErrorCode } from '../../lambda/image-error.ts'
import { sniff } from '../../lambda/sniff.ts'
import { bmpFile, heicFile, icoFile, plain } from './support/images.ts'

const text = (value: string) => Buffer.from(value, 'latin1')
const box = (brand: string, ...compatible: string[]) => {
  const head = Buffer.alloc(16 + compatible.length * 4)
  head.writeUInt32BE(head.length)
  head.write(`ftyp${brand}`, 4, 'latin1')
  head.write(compatible.join(''), 16, 'latin1')
  return head
}

describe('the first bytes', () => {
  it.each([
    ['a GIF', text('GIF89a'), 'gif'],
    ['an AVIF', box('avif', 'mif1', 'miaf'), 'avif'],
    ['an AVIF with a generic major brand', box('mif1', 'miaf', 'avif'), 'avif'],
    ['a HEIC', heicFile(), 'heic'],
    ['a HEIC with a generic major brand', box('mif1', 'heic'), 'heic'],
    ['an MP4', box('isom', 'mp41'), 'unknown'],
    ['a QuickTime video', box('qt  '), 'unknown'],
    ['a WAV', text('RIFF\0\0\0\0WAVE'), 'unknown'],
    ['a TIFF', text('MM\0*'), 'tiff'],
    ['a bitmap', bmpFile(2, 2, 'red'), 'bmp'],
    ['text that begins with BM', text('BM is a unit of something, explained at some length'), 'unknown'],
    ['an icon', icoFile(bmpFile(2, 2, 'red')), 'ico'],
    ['an MPEG stream', text('\0\0\x01\xba\x44\0\x04\0\x04\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0'), 'unknown'],
    ['an SVG', text('\n<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="x"/>'), 'svg'],
    ['a bare SVG', text('<svg>'), 'svg'],
    ['a page with an SVG inside', text('<html><svg></svg></html>'), 'unknown'],
    ['a PDF', text('%PDF-1.7'), 'unknown'],
    ['one byte', text('\xff'), 'unknown'],
    ['a box with no end', text('\xff\xff\xff\xffftyp'), 'unknown'],
    ['no bytes', Buffer.alloc(0), 'unknown'],
  ])('identify %s', (_, bytes, expected) => {
    const found = sniff(bytes)
    expect('format' in found ? found.format : found.kind).toBe(expected)
  })
})

describe('a file', async () => {
  const png = await plain(4, 4, 'red').png().toBuffer()
  const jpeg = await plain(4, 4, 'red').jpeg().toBuffer()

  it.each([
    ['a JPEG under its own type', jpeg, 'image/jpeg', 'jpeg'],
    ['a JPEG under an old spelling', jpeg, 'IMAGE/PJPEG; q=1', 'jpeg'],
    ['a PNG without a type', png, null, 'png'],
    ['a PNG declared as binary', png, 'binary/octet-stream', 'png'],
    ['a PNG declared as JPEG', png, 'image/jpeg', 'png, differs'],
    ['a PNG sent by curl', png, 'application/x-www-form-urlencoded', 'png'],
    ['a PNG declared as text', png, 'text/plain', 'png, differs'],
    ['text declared as JPEG', text('hello'), 'image/jpeg', 'type-mismatch'],
    ['HTML declared as PNG', text('<html>'), 'image/png', 'type-mismatch'],
    ['an MP4 declared as AVIF', box('isom'), 'image/avif', 'type-mismatch'],
    ['text without a type', text('hello'), null, 'not-an-image'],
    ['a PDF', text('%PDF-1.7'), 'application/pdf', 'not-an-image'],
    ['a JPEG declared as video', jpeg, 'video/mp4', 'jpeg, differs'],
    ['an SVG', text('<svg xmlns="x"/>'), 'image/svg+xml', 'unsupported-format'],
    ['a TIFF', text('II*\0'), 'image/tiff', 'unsupported-format'],
    ['an iPhone photo', heicFile(), 'image/heic', 'unsupported-heic'],
    ['a renamed iPhone photo', heicFile(), 'image/jpeg', 'unsupported-heic'],
    ['no bytes', Buffer.alloc(0), 'image/jpeg', 'empty-file'],
  ])('is identified by content and declared type: %s', (_, bytes, contentType, expected) => {
    let outcome: string
    try {
      const { format, declaredDiffers } = identifyImage(bytes, contentType)
      outcome = declaredDiffers ? `${format}, differs` : format
    } catch (error) {
      outcome = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    }
    expect(outcome).toBe(expected)
  })

  it('with an invalid declared type does not repeat it in the message', () => {
    expect(() => identifyImage(text('hello'), 'image/<script>')).toThrow('declared as of another type but')
  })
})

describe('a failure code', () => {
  it('is one of the wire contract, which has no others', () => {
    const toWire = (code: ImageErrorCode): ProcessingErrorCode => code
    const fromWire = (code: ProcessingErrorCode): ImageErrorCode => code
    expect(fromWire(toWire('corrupt-image'))).toBe('corrupt-image')
  })
})
