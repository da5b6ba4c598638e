import { expect, it } from 'vitest'
import { batchTotal } from '../../demo/batch-total.ts'

const photo = (size: number, thumb = 3_100) => ({
  type: 'image/jpeg',
  size,
  status: 'ready',
  variants: [
    { name: 'thumb', size: thumb },
    { name: 'large', size: 200_000 },
  ],
})
const film = { type: 'video/mp4', size: 300_000_000, status: 'ready', variants: [] }
const form = { type: 'application/pdf', size: 20_000, status: 'ready', variants: [] }

it.each([
  [[], ''],
  [[{ ...film, status: 'failed' }], ''],
  [[photo(1_200_000)], '1 photo, 1.2 MB, 1.9 s from click to thumbnail. Thumbnail: 1.2 MB → 3.1 kB.'],
  [
    [photo(1_200_000), photo(1_200_000), photo(1_300_000), { ...photo(9e6), status: 'failed' }],
    '3 photos, 3.7 MB, 1.9 s from click to thumbnail. Thumbnails: 3.7 MB → 9.3 kB.',
  ],
  [[film], '1 film, 300 MB, 1.9 s from click to verified in S3.'],
  [
    [film, photo(1_000_000), form],
    '1 photo and 1 film and 1 file, 301 MB, 1.9 s from click to thumbnail. Thumbnail: 1 MB → 3.1 kB.',
  ],
])('%j', (files, sentence) => {
  expect(batchTotal(files, 1_870)).toBe(sentence)
})
