import { describe, expect, it } from 'vitest'
import { uploadEvent } from '../../../server/upload/upload-event.ts'

const facts: Parameters<typeof uploadEvent>[0] = {
  bucket: 'acme-in',
  claims: {
    version: 1,
    id: 'u1',
    key: 'uploads/default/2026/01/u1.jpg',
    route: 'default',
    subject: 'ann',
    fileName: 'a.jpg',
    size: 3,
    contentType: 'image/jpeg',
    metadata: {},
    expiresAt: 0,
  } as unknown as Parameters<typeof uploadEvent>[0]['claims'],
  object: {
    size: 3,
    contentType: 'image/jpeg',
    etag: '"e"',
    versionId: null,
    sha256: null,
    lastModified: new Date(0),
  } as unknown as Parameters<typeof uploadEvent>[0]['object'],
  metadata: {},
  completedAt: new Date(0),
}

describe('the event of an upload', () => {
  it('names the request that completed it, where the host numbers requests', () => {
    expect(uploadEvent({ ...facts, requestId: 'r-7' }).requestId).toBe('r-7')
    expect('requestId' in uploadEvent(facts)).toBe(false)
  })
})
