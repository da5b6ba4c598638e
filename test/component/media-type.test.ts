import { describe, expect, it } from 'vitest'
import { canonicalType, extensionOf, mediaType, mediaTypes } from '../../component/media-type.ts'

describe('the type of a file', () => {
  it.each([
    // The declared type, by its registered name.
    ['a.png', 'image/PNG; charset=x', 'image/png'],
    ['a.jpg', 'image/jpg', 'image/jpeg'],
    ['a.zip', 'application/x-zip-compressed', 'application/zip'],
    ['a.csv', 'text/comma-separated-values', 'text/csv'],
    ['a.mp3', 'audio/mp3', 'audio/mpeg'],
    ['a.m4a', 'audio/x-m4a', 'audio/mp4'],
    ['a.wav', 'audio/x-wav', 'audio/wav'],
    ['a.rar', 'application/x-rar-compressed', 'application/vnd.rar'],
    ['a.xml', 'text/xml', 'application/xml'],
    ['a.stl', 'application/vnd.ms-pki.stl', 'model/stl'],
    ['a', 'image/pjpeg', 'image/jpeg'],
    // None or a generic one: the extension.
    ['a.HEIC', '', 'image/heic'],
    ['logo.svg', '', 'image/svg+xml'],
    ['a.docx', 'application/octet-stream', mediaType({ name: 'b.docx', type: '' })],
    ['a.pdf', 'application/force-download', 'application/pdf'],
    ['a.md', 'binary/octet-stream', 'text/markdown'],
    ['a.tar.gz', '', 'application/gzip'],
    ['a.png\n', '', 'image/png'],
    ['a.PNG \u200b', '', 'image/png'],
    ['a', '', 'application/octet-stream'],
    ['png', ' ', 'application/octet-stream'],
    ['', '', 'application/octet-stream'],
    ['a.constructor', '', 'application/octet-stream'],
    // An unknown one: the extension, if that is known.
    ['a.png', 'constructor', 'image/png'],
    ['a.aac', 'audio/x-some-phone', 'audio/aac'],
    ['a.pdb', 'chemical/x-pdb', 'chemical/x-pdb'],
    // A container or the plain text around it: the more specific one.
    ['a.csv', 'application/vnd.ms-excel', 'text/csv'],
    ['a.csv', 'text/plain', 'text/csv'],
    ['a.epub', 'application/zip', 'application/epub+zip'],
    ['a.gpx', 'text/xml', 'application/gpx+xml'],
    ['a.geojson', 'application/json', 'application/geo+json'],
    ['a.heic', 'image/heif', 'image/heic'],
    ['a.m4a', 'video/mp4', 'audio/mp4'],
    ['a.ogg', 'application/ogg', 'audio/ogg'],
    // A known one of another kind stays.
    ['a.jpg', 'text/plain', 'text/plain'],
    ['a.xls', 'application/vnd.ms-excel', 'application/vnd.ms-excel'],
    ['a.html', 'image/png', 'image/png'],
    ['a.svg', 'image/png', 'image/png'],
  ])('%j of type %j is %s', (name, type, expected) => {
    expect(mediaType({ name, type })).toBe(expected)
  })

  it('may be the declared one too, where the extension is only more specific', () => {
    expect(mediaTypes({ name: 'a.csv', type: 'application/vnd.ms-excel' })).toEqual([
      'text/csv',
      'application/vnd.ms-excel',
    ])
    expect(mediaTypes({ name: 'a.json', type: 'application/x-acme' })).toEqual([
      'application/json',
      'application/x-acme',
    ])
    expect(mediaTypes({ name: 'a.json', type: '' })).toEqual(['application/json', 'application/octet-stream'])
  })
})

it.each([
  ['image/jpeg', 'jpg'],
  ['image/tiff', 'tif'],
  ['video/quicktime', 'mov'],
  ['text/csv', 'csv'],
  ['x/y', 'bin'],
  ['constructor', 'bin'],
])('an object of type %s gets the extension %s', (type, extension) => {
  expect(extensionOf(type)).toBe(extension)
})

it.each([
  ['text/x-vcard', 'text/vcard'],
  ['application/font-woff', 'font/woff'],
  ['video/matroska', 'video/x-matroska'],
  ['toString', 'toString'],
])('%s is registered as %s', (type, name) => {
  expect(canonicalType(type)).toBe(name)
})
