import { expect, it } from 'vitest'
import { inBatches, parseBatchResponse } from '../../../server/aws/publish-batch.ts'

const kib = 1024

it.each([
  [[], []],
  [[1], [[1]]],
  [Array(10).fill(1), [Array(10).fill(1)]],
  [Array(11).fill(1), [Array(10).fill(1), [1]]],
  [
    [256 * kib, 1],
    [[256 * kib], [1]],
  ],
  [
    [1, 256 * kib - 1, 1],
    [[1, 256 * kib - 1], [1]],
  ],
  [
    [300 * kib, 1, 2],
    [[300 * kib], [1, 2]],
  ],
  [
    [100 * kib, 100 * kib, 100 * kib],
    [[100 * kib, 100 * kib], [100 * kib]],
  ],
])('puts entries of %j bytes into batches in order', (sizes, batches) => {
  expect(inBatches(sizes, (size) => size)).toEqual(batches)
})

it('reads which entries were published and which refused, by id', () => {
  const xml = `<R><Successful>
    <member><Id>0</Id><MessageId>m0</MessageId></member><member><MessageId>m2</MessageId><Id>2</Id></member>
  </Successful><Failed><member><Id>1</Id><Code>InternalFailure</Code><SenderFault>false</SenderFault></member>
  <member><Id>3</Id></member><member><MessageId>whose</MessageId></member></Failed></R>`
  expect(Object.fromEntries(parseBatchResponse(xml))).toEqual({
    0: { kind: 'published', messageId: 'm0' },
    1: { kind: 'refused', code: 'InternalFailure' },
    2: { kind: 'published', messageId: 'm2' },
    3: { kind: 'refused', code: 'Unknown' },
  })
})
