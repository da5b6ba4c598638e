import { describe, expect, it } from 'vitest'
import type { UploadSnapshot } from '../../../component/engine/upload/upload-snapshot.ts'
import { formState } from '../../../component/form/form-state.ts'
import { uploadTally } from '../../../component/form/upload-tally.ts'
import { parseSize } from '../../../component/parse-size.ts'
import { errorSentence } from '../../../component/text/error-sentence.ts'
import { formatBytes } from '../../../component/text/format-bytes.ts'
import { formatPercent, formatSeconds } from '../../../component/text/format-progress.ts'
import { typeNames } from '../../../component/text/type-name.ts'
import { english } from '../english.ts'
import { snapshotOf } from '../snapshot-of.ts'

describe('sizes', () => {
  it.each([
    ['1048576', 1_048_576],
    ['10MB', 10_000_000],
    ['10 MiB', 10_485_760],
    ['1.5kb', 1500],
    ['5GiB', 5 * 2 ** 30],
    ['0', 0],
    ['', undefined],
    ['ten', undefined],
    ['-1', undefined],
    ['10 constructor', undefined],
    ['1e9', undefined],
  ])('%j are %s bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes))

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_536, '1.5 kB'],
    [123_456_789, '123 MB'],
    [5e12, '5 TB'],
    [5e15, '5,000 TB'],
  ])('%d bytes are shown as %s', (bytes, text) => expect(formatBytes(bytes, 'en')).toBe(text))

  it('and shares follow the reader’s language', () => {
    expect(formatBytes(1_536_000, 'de')).toBe('1,5 MB')
    expect(formatPercent(0.42, 'en')).toBe('42%')
  })
})

it.each([
  [0.2, '1 sec'],
  [59, '59 sec'],
  [61, '2 min'],
  [3600, '1 hr'],
])('%d seconds are shown as %s', (seconds, text) => expect(formatSeconds(seconds, 'en')).toBe(text))

describe('what a form sees', () => {
  const state = (uploads: Partial<UploadSnapshot>[], options = {}) =>
    formState(uploadTally(uploads.map(snapshotOf)), {
      required: false,
      minFiles: 0,
      checking: 0,
      messages: english,
      ...options,
    })

  it.each([
    ['nothing, not required', [], {}, [], {}],
    ['nothing, required', [], { required: true }, [], { valueMissing: true }],
    ['one of two', [{ status: 'ready', key: 'a' }], { minFiles: 2 }, ['a'], { rangeUnderflow: true }],
    [
      'two of two',
      [
        { status: 'ready', key: 'a' },
        { status: 'processing', key: 'b' },
      ],
      { minFiles: 2 },
      ['a', 'b'],
      {},
    ],
    [
      'one on its way',
      [
        { status: 'ready', key: 'a' },
        { status: 'uploading', key: 'b' },
      ],
      {},
      ['a'],
      { customError: true },
    ],
    [
      'one failed',
      [
        { status: 'ready', key: 'a' },
        { status: 'failed', key: 'b' },
      ],
      {},
      ['a'],
      { customError: true },
    ],
    ['one paused', [{ status: 'paused' }], {}, [], { customError: true }],
    ['one canceled', [{ status: 'canceled', key: 'a' }], {}, [], {}],
  ] as const)('%s', (_, uploads, options, keys, flags) => {
    expect(state([...uploads], options).flags).toEqual(flags)
    expect(uploadTally(uploads.map(snapshotOf)).keys).toEqual(keys)
  })

  const message = (...uploads: Partial<UploadSnapshot>[]) => state(uploads).message

  it('says what the visitor can do, or that nothing has to be done', () => {
    expect(message({ waiting: { for: 'visitor' } })).toBe('Press “Upload” first.')
    expect(message({ waiting: { for: 'slot' } })).toBe('Please wait until the upload is done.')
    expect(message({ status: 'paused', waiting: { for: 'visitor' } })).toBe(
      'Some uploads are paused. Resume or remove them.',
    )
    expect(message({ status: 'paused', waiting: { for: 'network' } })).toBe(
      'No connection. Continues by itself.',
    )
    expect(message({ status: 'uploading' }, { status: 'completing', waiting: { for: 'network' } })).toBe(
      'Please wait until the upload is done.',
    )
    expect(message({ status: 'failed' })).toBe('Some files were not uploaded. Try again or remove them.')
    expect(message({ status: 'ready', key: 'a' }, { status: 'processing', key: 'b' })).toBe('')
  })
})

describe('what a list lets in, in words', () => {
  it.each([
    ['image/jpeg,image/png,.csv', 'JPEG, PNG, or CSV'],
    ['image/*, .PDF', 'any image or PDF'],
    ['*/*', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %s', (accept, words) => expect(typeNames(accept, english.fileTypes, 'en')).toBe(words))
})

it('has a sentence for every code a user can meet, with its limit', () => {
  const sentence = (code: string, limit?: number) => errorSentence(english, { code, limit })
  expect(sentence('file-too-large', 5_000_000)).toBe('The file is larger than 5 MB.')
  expect(sentence('file-too-small', 1)).toBe('The file is empty.')
  expect(sentence('file-too-small', 2000)).toBe('The file is smaller than 2 kB.')
  expect(sentence('too-many-files', 3)).toBe('No more than 3 files can be added.')
  expect(sentence('internal')).toBe('The file could not be uploaded.')
  expect(sentence('stalled')).toBe(
    'The connection to the storage broke. Check your connection and try again.',
  )
  expect(sentence('type-mismatch')).toBe('The file was stored, but it is not the image its name says.')
  expect(sentence('module-not-loaded')).toBe(english.notLoaded)
})

it.each(['constructor', '__proto__', 'toString', ''])('the code %j is one without a sentence', (code) => {
  expect(errorSentence(english, { code })).toBe('The file could not be uploaded.')
})
