import { expect, it } from 'vitest'
import type { Rejection } from '../../../component/engine/upload/rejection.ts'
import { spokenRejections } from '../../../component/list/rejection-list.ts'
import { english } from '../english.ts'

const refused = (code: 'duplicate-file' | 'validator-timeout', name: string): Rejection => ({
  code,
  limit: undefined,
  file: new File([], name),
})
const spoken = (...rejections: Rejection[]) =>
  spokenRejections(rejections, { messages: english, allowed: undefined })

it('says each reason once, with the names of its files', () => {
  expect(spoken(refused('duplicate-file', 'a.png'))).toBe(
    '1 file can’t be uploaded. a.png: The file is in the list already.',
  )
  expect(
    spoken(
      refused('duplicate-file', 'a.png'),
      refused('validator-timeout', 'b.png'),
      refused('duplicate-file', 'c.png'),
    ),
  ).toBe(
    '3 files can’t be uploaded. a.png, c.png: The file is in the list already. b.png: The file could not be checked in time. Please try again.',
  )
})

it('counts the files after the third', () => {
  expect(spoken(...['a', 'b', 'c', 'd', 'e'].map((name) => refused('duplicate-file', name)))).toBe(
    '5 files can’t be uploaded. a, b, c: The file is in the list already. and 2 more.',
  )
})

it('has no name for a link', () => {
  expect(spoken(refused('duplicate-file', ''))).toBe(
    '1 file can’t be uploaded. The file is in the list already.',
  )
})
