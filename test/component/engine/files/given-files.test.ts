import { describe, expect, it } from 'vitest'
import { listGiven } from '../../../../component/engine/files/given-files.ts'
import { namedFile } from '../../../../component/engine/files/named-file.ts'

const file = new File(['abc'], 'a.png', { type: 'image/png', lastModified: 1 })
const blob = new Blob(['abc'], { type: 'image/jpeg' })
const handle = { kind: 'file', name: 'a.png', getFile: async () => file }

describe('what a page gives', () => {
  it.each<[string, unknown, unknown[]]>([
    ['nothing', undefined, []],
    ['null, as of an input without files', null, []],
    ['one file', file, [file]],
    ['one blob', blob, [blob]],
    ['one handle', handle, [handle]],
    ['an array', [file, blob], [file, blob]],
    ['a set', new Set([file]), [file]],
    ['a FileList', { length: 2, 0: file, 1: blob, item: () => null }, [file, blob]],
    ['empty entries', [file, undefined, null], [file]],
    [
      'a generator',
      (function* () {
        yield file
      })(),
      [file],
    ],
  ])('may be %s', (_, given, expected) => {
    expect(listGiven(given as never)).toEqual(expected)
  })

  it.each<[string, unknown]>([
    ['text', 'abc'],
    ['a list of texts', ['a.png']],
    ['a list of numbers', [1]],
  ])('cannot be %s', (_, given) => {
    expect(() => listGiven(given as never)).toThrow(TypeError)
  })

  it.each<[string, unknown]>([
    ['a number', 5],
    ['an object', {}],
  ])('holds no file where it is %s', (_, given) => {
    expect(listGiven(given as never)).toEqual([])
  })
})

describe('a file', () => {
  it('with a visible name stays the same object', () => {
    expect(namedFile(file)).toBe(file)
    const odd = new File([], 'a\u0000\n.png')
    expect(namedFile(odd)).toBe(odd)
  })

  it.each([
    ['a blob', blob, 'file.jpg', 'image/jpeg'],
    ['a blob without a type', new Blob(['abc']), 'file', ''],
    ['a file without a name', new File(['abc'], '', { type: 'text/csv' }), 'file.csv', 'text/csv'],
    [
      'a name of control characters',
      new File(['abc'], ' \u0000\u202e', { type: 'image/png' }),
      'file.png',
      'image/png',
    ],
  ])('gets a name where it is %s', async (_, given, name, type) => {
    const named = namedFile(given)
    expect([named.name, named.type, named.size, await named.text()]).toEqual([name, type, 3, 'abc'])
  })

  it('keeps its date', () => {
    expect(namedFile(new File([], '', { lastModified: 7 })).lastModified).toBe(7)
  })
})
