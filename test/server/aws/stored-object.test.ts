import { expect, it } from 'vitest'
import { grantMetadata, storedObject } from '../../../server/aws/stored-object.ts'

const head = { ContentLength: 1, ETag: '"e"', LastModified: new Date(0) }
const grantOf = (Metadata: Record<string, string>) => storedObject({ ...head, Metadata }).sealedGrant

it.each([1, 256, 257, 600, 1600])(
  'a sealed grant of %i letters comes back from values that Swift takes',
  (length) => {
    const sealed = Array.from({ length }, (_, index) => (index % 10).toString()).join('')
    const metadata = grantMetadata(sealed)
    expect(metadata.every(([, value]) => value.length <= 256)).toBe(true)
    expect(grantOf(Object.fromEntries(metadata))).toBe(sealed)
  },
)

it('a grant of an earlier release, in one value, is read too', () => {
  expect(grantOf({ 'upload-grant': 'a'.repeat(500) })).toBe('a'.repeat(500))
  expect(grantOf({ 'upload-id': 'x' })).toBeNull()
})
