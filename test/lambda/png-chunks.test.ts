import { describe, expect, it } from 'vitest'
import { dropPngExtras } from '../../lambda/png-chunks.ts'
import { noise, pngChunk, textBomb, withPngChunks } from './support/images.ts'

const text = (value: string) => Buffer.from(value, 'latin1')

describe('a PNG', async () => {
  const clean = await noise(40, 30).png().toBuffer()

  it('without extras is the same buffer, not a copy', () => {
    expect(dropPngExtras(clean).buffer).toBe(clean.buffer)
    expect(dropPngExtras(clean).equals(clean)).toBe(true)
  })

  it('loses text, unknown and oversized chunks only', () => {
    const dirty = withPngChunks(
      clean,
      textBomb(10_000),
      pngChunk('gAMA', Buffer.alloc(4)),
      pngChunk('iTXt', Buffer.from('a')),
      pngChunk('eXIf', Buffer.alloc(65_537)),
      pngChunk('prVt', Buffer.alloc(9)),
    )
    const expected = withPngChunks(clean, pngChunk('gAMA', Buffer.alloc(4)))
    expect(dropPngExtras(dirty).equals(expected)).toBe(true)
  })

  it('loses the bytes after its end', () => {
    expect(dropPngExtras(Buffer.concat([clean, text('<script>')])).equals(clean)).toBe(true)
  })

  it.each([0, 1, 8, 19, 20, 33, 40, 60])('cut after %i bytes is accepted', (length) => {
    expect(dropPngExtras(clean.subarray(0, length)).length).toBeLessThanOrEqual(length)
  })

  it('with a wrong chunk length is accepted', () => {
    const lying = Buffer.concat([clean.subarray(0, 33), text('\xff\xff\xff\xffzTXt'), Buffer.alloc(50)])
    expect(dropPngExtras(lying).equals(clean.subarray(0, 33))).toBe(true)
  })

  it('with a million chunks is walked within the time limit', () => {
    const many = Buffer.concat([
      clean.subarray(0, 33),
      ...Array(1_000_000).fill(pngChunk('tEXt', Buffer.alloc(0))),
    ])
    // CPU time: a loaded machine takes longer by the clock.
    const before = process.cpuUsage()
    expect(dropPngExtras(many).length).toBe(33)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(1000)
  })
})
