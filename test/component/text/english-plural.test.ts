import { expect, it } from 'vitest'
import { englishPlural } from '../../../component/text/english-plural.ts'
import { plural } from '../../../component/text/plural.ts'

const forms = { one: '# file', other: '# files' }

it('says what the rules of the browser say', () => {
  for (const count of [0, 1, 2, 1.5, 21, 10_000])
    expect(englishPlural('en-GB', count, forms)).toBe(plural('en-GB', count, forms))
  expect(englishPlural('en', 1, { other: 'Show all #' })).toBe('Show all 1')
})
