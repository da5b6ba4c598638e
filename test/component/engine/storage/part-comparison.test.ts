import { createHash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { findDifferentParts } from '../../../../component/engine/storage/part-comparison.ts'
import type { StoredPart } from '../../../../component/protocol.ts'

const PART = 10
const { signal } = new AbortController()
const content = Uint8Array.from({ length: 95 }, (_, index) => index)
const file = new Blob([content])
const pieceOf = (partNumber: number) => content.subarray((partNumber - 1) * PART, partNumber * PART)
const hash = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes)

const byEtag = (partNumber: number, bytes = pieceOf(partNumber)): StoredPart => ({
  partNumber,
  size: bytes.length,
  etag: `"${hash('md5', bytes).digest('hex')}"`,
})
const bySha256 = (partNumber: number, bytes = pieceOf(partNumber)): StoredPart => ({
  partNumber,
  size: bytes.length,
  etag: '"opaque"',
  sha256: hash('sha256', bytes).digest('base64'),
})
const changed = (partNumber: number, at: number) => {
  const bytes = Uint8Array.from(pieceOf(partNumber))
  bytes[at] = 255
  return bytes
}
const different = async (stored: StoredPart[]) =>
  (await findDifferentParts(file, { partSize: PART }, stored, signal)).map(({ partNumber }) => partNumber)

describe.each([
  ['its ETag', byEtag],
  ['its SHA-256', bySha256],
])('a stored part, by %s,', (_, stored) => {
  it('is the file’s where every byte is', async () => {
    expect(await different([1, 2, 5, 10].map((partNumber) => stored(partNumber)))).toEqual([])
  })

  it('is another one where one byte differs, also in the short last part', async () => {
    expect(
      await different([stored(1), stored(2, changed(2, 0)), stored(5), stored(10, changed(10, 4))]),
    ).toEqual([2, 10])
  })
})

it('gives the range to send again', async () => {
  const stored = [byEtag(1), byEtag(10, changed(10, 0))]
  expect(await findDifferentParts(file, { partSize: PART }, stored, signal)).toEqual([
    { partNumber: 10, start: 90, end: 95 },
  ])
})

it('counts as another one without evidence: an ETag of KMS is no MD5', async () => {
  const opaque = [1, 2, 3].map((partNumber) => ({
    partNumber,
    size: PART,
    etag: '"0f343b0931126a20f133d67c2b018a3b"',
  }))
  expect(await different(opaque)).toEqual([1, 2, 3])
})

it('reads no more after four different parts and none that is the file’s', async () => {
  const read = vi.spyOn(Blob.prototype, 'arrayBuffer')
  const stored = [1, 2, 3, 4, 5, 6, 7, 8].map((partNumber) => byEtag(partNumber, changed(partNumber, 0)))
  expect(await different(stored)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(read).toHaveBeenCalledTimes(4)
  read.mockRestore()
})

it('ends with the reason of the signal', async () => {
  const aborted = AbortSignal.abort('enough')
  await expect(findDifferentParts(file, { partSize: PART }, [byEtag(1)], aborted)).rejects.toBe('enough')
})
