import { expect, it } from 'vitest'
import { extensionOf, mediaType } from '../../component/media-type.ts'

it.each([
  ['a.png', 'image/PNG; charset=x', 'image/png'],
  ['a.HEIC', '', 'image/heic'],
  ['logo.svg', '', 'image/svg+xml'],
  ['a.jpg', 'image/jpg', 'image/jpeg'],
  ['a', '', 'application/octet-stream'],
  ['png', ' ', 'application/octet-stream'],
  ['a.constructor', '', 'application/octet-stream'],
  ['a.png', 'constructor', 'constructor'],
])('%s of type %j is %s', (name, type, expected) => {
  expect(mediaType({ name, type })).toBe(expected)
})

it.each([
  ['image/jpeg', 'jpg'],
  ['image/tiff', 'tif'],
  ['video/quicktime', 'mov'],
  ['x/y', 'bin'],
  ['constructor', 'bin'],
])('an object of type %s gets the extension %s', (type, extension) => {
  expect(extensionOf(type)).toBe(extension)
})
