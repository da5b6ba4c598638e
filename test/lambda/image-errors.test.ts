import { describe, expect, it } from 'vitest'
import { heicFile, hugePng } from './support/images.ts'
import { snsEvent, sqsEvent } from './support/run-handler.ts'
import { jpeg, uploaded } from './support/uploaded-job.ts'

/** A JPEG with a changed byte in its frame header: 1 is the coding, 4 the bits per channel. */
function withFrameByte(bytes: Buffer, offset: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[bytes.indexOf(Buffer.from([0xff, 0xc0])) + offset] = value
  return changed
}

describe('a file', async () => {
  it.each([
    ['empty-file', Buffer.alloc(0), 'image/jpeg', {}],
    ['type-mismatch', Buffer.from('just some text'), 'image/jpeg', {}],
    ['not-an-image', Buffer.from('%PDF-1.7 …'), 'application/pdf', {}],
    ['not-an-image', Buffer.from('\0\0\0\x18ftypisom', 'latin1'), 'video/mp4', {}],
    ['not-an-image', Buffer.from('\0\0\0\x18ftypisom', 'latin1'), 'video/mp4', { MAX_INPUT_BYTES: '10' }],
    ['not-an-image', Buffer.from('just some text'), 'application/octet-stream', {}],
    ['unsupported-format', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', {}],
    ['unsupported-heic', heicFile(), 'image/heic', {}],
    ['file-too-large', jpeg, 'image/jpeg', { MAX_INPUT_BYTES: '1000' }],
    ['image-too-large', hugePng(30_000, 30_000), 'image/png', {}],
    ['image-too-large', jpeg, 'image/jpeg', { MAX_INPUT_PIXELS: '79999' }],
    ['image-too-large', hugePng(6000, 6000), 'image/png', { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '190' }],
    ['unsupported-format', withFrameByte(jpeg, 4, 12), 'image/jpeg', {}],
    ['unsupported-format', withFrameByte(jpeg, 1, 0xc3), 'image/jpeg', {}],
    ['corrupt-image', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'image/jpeg', {}],
    ['corrupt-image', hugePng(100, 100), 'image/png', {}],
    ['corrupt-image', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), 'image/webp', {}],
    ['corrupt-image', Buffer.from('GIF89a', 'latin1'), 'image/gif', {}],
    ['corrupt-image', Buffer.from('\0\0\0\x14ftypavif\0\0\0\0avif', 'latin1'), 'image/avif', {}],
  ])('that cannot be processed ends with the code %s', async (code, bytes, contentType, env) => {
    const { handler, store, event, lines } = await uploaded(bytes, contentType, env)
    expect(await handler(snsEvent(event))).toBe(undefined)
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [] })
    const manifest = store.json('derived/u1/manifest.json')
    expect(manifest).toMatchObject({ version: 1, state: 'failed', id: 'u1', code, retryable: false })
    expect(manifest.detail).not.toMatch(/vips|libpng|buffer|Huffman/i)
    expect(lines[0]).toMatchObject({ event: 'image-failed', code })
    expect(store.keys()).toEqual(['derived/u1/manifest.json', 'incoming/u1'])
    expect(store.openBodies).toBe(0)
  })

  it('that is no image or too large is not downloaded', async () => {
    const video = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), Buffer.alloc(5000)])
    for (const [bytes, env] of [[jpeg, { MAX_INPUT_BYTES: '10' }] as const, [video, {}] as const]) {
      const { handler, store, event } = await uploaded(bytes, 'image/jpeg', env)
      await handler(event)
      expect(store.calls).not.toContain('read incoming/u1')
    }
  })

  it('that was deleted is reported as missing', async () => {
    const { handler, store, event } = await uploaded()
    store.objects.delete('uploads/incoming/u1')
    await handler(snsEvent(event))
    expect(store.json('derived/u1/manifest.json')).toMatchObject({ state: 'failed', code: 'source-missing' })
  })

  it('that a bare message names before it exists is processed once it exists', async () => {
    const { handler, store } = await uploaded()
    const bare = { bucket: 'uploads', key: 'later' }
    await handler(bare)
    expect(store.json('derived/later/manifest.json')).toMatchObject({
      state: 'failed',
      code: 'source-missing',
    })
    await store.upload('later', jpeg, 'image/jpeg')
    await handler(bare)
    expect(store.json('derived/later/manifest.json').state).toBe('ready')
  })

  it('that was overwritten is superseded', async () => {
    const { handler, store, event } = await uploaded()
    await store.upload('incoming/u1', heicFile(), 'image/heic')
    await handler(snsEvent(event))
    expect(store.json('derived/u1/manifest.json')).toMatchObject({ state: 'failed', code: 'superseded' })
  })
})
