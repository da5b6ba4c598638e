import { describe, expect, it } from 'vitest'
import {
  brokenDimension,
  brokenRule,
  combineRules,
  matchesAccept,
} from '../../../../component/engine/files/file-rules.ts'
import type { RouteLimits } from '../../../../component/protocol.ts'

describe('matchesAccept', () => {
  it.each([
    // accept, name, type, matches
    ['image/png', 'a.png', 'image/png', true],
    ['image/png', 'a.png', 'IMAGE/PNG', true],
    ['image/png', 'a.txt', 'image/png; charset=x', true],
    ['image/png', 'a.png', 'image/jpeg', false],
    ['image/*', 'a.gif', 'image/gif', true],
    ['image/*', 'a.bin', 'imagex/gif', false],
    ['image/*', 'a.bin', 'application/image/*', false],
    ['.HEIC', 'IMG_1.heic', '', true],
    ['.heic', 'IMG_1.HEIC', 'application/octet-stream', true],
    ['.jpg', 'jpg', 'image/jpeg', false],
    ['image/*, .pdf', 'a.pdf', 'application/pdf', true],
    [' image/png ,, ', 'a.png', 'image/png', true],
    ['', 'anything', '', true],
    ['*/*', 'anything', '', true],
    ['*', 'anything', 'x/y', true],
    // Without a type the extension decides, but never against a declared type.
    ['image/*', 'photo.heic', '', true],
    ['image/jpeg', 'photo.JPG', '', true],
    ['image/*', 'photo', '', false],
    ['image/*', 'constructor', '', false],
    ['image/*', 'a.jpg', 'text/plain', false],
    // Without a known extension it is application/octet-stream, as in the API.
    ['application/octet-stream', 'a.bin', '', true],
    ['application/octet-stream', 'a', '', true],
    ['text/csv', 'a.csv', '', true],
    // What Windows, Android and older browsers report.
    ['text/csv', 'a.csv', 'application/vnd.ms-excel', true],
    ['text/csv', 'a.csv', 'text/comma-separated-values', true],
    ['text/csv', 'a.xls', 'application/vnd.ms-excel', false],
    ['application/zip', 'a.zip', 'application/x-zip-compressed', true],
    ['image/*', 'a.jpg', 'application/octet-stream', true],
    ['.csv', 'a.csv\u0000', 'application/vnd.ms-excel', true],
    // Aliases.
    ['image/jpeg', 'a.jpg', 'image/pjpeg', true],
    ['image/jpg', 'a.jpg', 'image/jpeg', true],
  ])('%j and %s of type %j: %s', (accept, name, type, matches) => {
    expect(matchesAccept({ name, type }, accept)).toBe(matches)
  })
})

describe('brokenRule', () => {
  it.each([
    [{ minFileSize: 10 }, 9, 'file-too-small', 10],
    [{ minFileSize: 10 }, 10, undefined, undefined],
    [{ maxFileSize: 10 }, 10, undefined, undefined],
    [{ maxFileSize: 10 }, 11, 'file-too-large', 10],
    [{ maxFileSize: 50 * 2 ** 40 }, 50 * 2 ** 40, undefined, undefined],
    [{ minFileSize: 0 }, 0, undefined, undefined],
    [{ maxTotalSize: 30 }, 10, undefined, undefined],
    [{ maxTotalSize: 30 }, 11, 'total-too-large', 30],
    [{ maxFiles: 2 }, 1, 'too-many-files', 2],
    [{ maxFiles: 3 }, 1, undefined, undefined],
    [{ accept: '.jpg', maxFileSize: 1 }, 5, 'unsupported-content-type', undefined],
  ])('%j with 2 files of 20 bytes in the list and one of %d bytes: %s', (rules, size, code, limit) => {
    const reason = brokenRule({ name: 'a.png', type: 'image/png', size }, rules, { count: 2, totalSize: 20 })
    expect(reason).toEqual(code === undefined ? undefined : { code, limit })
  })
})

describe('what the API allows', () => {
  it.each([
    // accept, allowed by the API, name, type, refused
    ['.csv', ['text/csv'], 'a.csv', 'application/vnd.ms-excel', false],
    ['.csv', ['text/csv'], 'a.csv', '', false],
    ['.csv', ['image/png'], 'a.csv', 'text/csv', true],
    ['image/*', ['image/*'], 'a.png', '', false],
    // A wildcard excludes scripts.
    ['image/*', ['image/*'], 'a.svg', 'image/svg+xml', true],
    ['image/*', ['image/svg+xml'], 'a.svg', 'image/svg+xml', false],
  ])(
    '%j on a route for %j: %s of type %j is refused: %s',
    (accept, allowedContentTypes, name, type, refused) => {
      const rules = { accept, allowedContentTypes }
      const reason = brokenRule({ name, type, size: 1 }, rules, { count: 0, totalSize: 0 })
      expect(reason?.code).toBe(refused ? 'unsupported-content-type' : undefined)
    },
  )
})

describe('brokenDimension', () => {
  const size = { width: 800, height: 600 }
  it.each([
    [{}, size, undefined],
    [{ minWidth: 800, maxWidth: 800, minHeight: 600, maxHeight: 600 }, size, undefined],
    [{ minWidth: 801 }, size, 'minWidth'],
    [{ maxWidth: 799 }, size, 'maxWidth'],
    [{ minHeight: 601 }, size, 'minHeight'],
    [{ maxHeight: 599 }, size, 'maxHeight'],
    [{ maxHeight: 10_000 }, null, 'maxHeight'],
    [{}, null, undefined],
  ])('%j and an image of %j: %s', (rules, image, rule) => {
    const reason = brokenDimension(image, rules)
    expect(reason?.code === 'image-dimensions' ? reason.rule : undefined).toBe(rule)
  })
})

describe('combineRules', () => {
  const limits: RouteLimits = {
    maxFileSize: 100,
    minFileSize: 1,
    allowedContentTypes: ['image/png', 'image/jpeg'],
    maxFiles: 10,
    multipartThreshold: null,
    checksum: 'none',
  }

  it('takes the stricter limit of page and API', () => {
    expect(combineRules({ maxFileSize: 50, minFileSize: 0 }, limits)).toMatchObject({
      maxFileSize: 50,
      minFileSize: 1,
    })
    expect(combineRules({ maxFileSize: 500, minFileSize: 5 }, limits)).toMatchObject({
      maxFileSize: 100,
      minFileSize: 5,
    })
  })

  it('takes the API’s types where the page names none', () => {
    expect(combineRules({}, limits).accept).toBe('image/png,image/jpeg')
    expect(combineRules({ accept: '.png' }, limits).accept).toBe('.png')
  })

  it('does not apply the API’s batch size to the list', () => {
    expect(combineRules({}, limits).maxFiles).toBeUndefined()
  })
})
