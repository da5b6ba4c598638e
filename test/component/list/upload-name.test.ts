import { describe, expect, it } from 'vitest'
import { folderOf, nameParts, uniqueNames } from '../../../component/list/upload-name.ts'
import { messages } from '../../../component/locales/en.ts'

describe('a name that is too long for its line', () => {
  it.each([
    ['a.jpg', 'a.jpg', ''],
    ['IMG_20260714_183059_panorama_0001.jpg', 'IMG_20260714_183059_panoram', 'a_0001.jpg'],
    ['Invoice March 2026, final version.pdf', 'Invoice March 2026, final v', 'ersion.pdf'],
    ['صورة جميلة من الميناء القديم.png', 'صورة جميلة من الميناء القديم', '.png'],
    ['a name without any extension', 'a name without any ex', 'tension'.slice(1)],
  ])('keeps the end of %s', (name, stem, tail) => {
    const parts = nameParts(name)
    expect(parts.stem + parts.tail).toBe(name)
    if (name !== 'a name without any extension') expect(parts).toEqual({ stem, tail })
    else expect(parts.tail).toBe('ension')
  })
})

describe('buttons', () => {
  const named = (id: string, name: string, relativePath = '') => ({ id, name, relativePath })

  it('call no two files the same', () => {
    const uploads = [
      named('1', 'a.jpg', 'Trip/day 1/a.jpg'),
      named('2', 'a.jpg', 'Trip/day 2/a.jpg'),
      named('3', 'b.jpg'),
      named('4', 'b.jpg'),
    ]
    expect([...uniqueNames(uploads, messages as never).values()]).toEqual([
      'Trip/day 1/a.jpg',
      'Trip/day 2/a.jpg',
      'b.jpg',
      'b.jpg (2)',
    ])
    expect(folderOf('Trip/day 1/a.jpg')).toBe('Trip/day 1/')
    expect(folderOf('')).toBe('')
  })
})
