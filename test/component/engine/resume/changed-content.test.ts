import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { MemorySessionStore } from '../../../../component/engine/resume/session-store.ts'
import type { Transport } from '../../../../component/engine/storage/transport.ts'
import { Uploader } from '../../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../../component/engine/uploader-settings.ts'
import type { StoredPart } from '../../../../component/protocol.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { FakeLocks } from '../fake-locks.ts'
import { FakeUploadApi } from '../fake-upload-api.ts'

const KIBIBYTE = 1024
const PART = 160 * KIBIBYTE
const PARTS = 20

/** S3's parts, with ETags as S3 gives them, and SHA-256 where the request was signed with one. */
class PartStore extends FakeUploadApi implements Transport {
  readonly parts = new Map<number, Uint8Array>()
  readonly sent: number[] = []
  /** Requests that are answered; the others never are. */
  answers = Number.POSITIVE_INFINITY
  etags: 'md5' | 'opaque' = 'md5'
  withSha256 = false

  async send({ url, body }: Parameters<Transport['send']>[0], { signal }: Parameters<Transport['send']>[1]) {
    const partNumber = Number(new URL(url).pathname.slice(1))
    this.sent.push(partNumber)
    if (this.sent.length > this.answers) {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
    if (body instanceof Blob) this.parts.set(partNumber, new Uint8Array(await body.arrayBuffer()))
    return { status: 200, text: '', requestId: null }
  }

  override async storedParts(): Promise<StoredPart[]> {
    return [...this.parts].sort().map(([partNumber, bytes]) => {
      const digest = (algorithm: string) => createHash(algorithm).update(bytes)
      const etag =
        this.etags === 'md5' ? digest('md5').digest('hex') : digest('sha1').digest('hex').slice(0, 32)
      const part = { partNumber, size: bytes.length, etag: `"${etag}"` }
      return this.withSha256 ? { ...part, sha256: digest('sha256').digest('base64') } : part
    })
  }

  object(): string {
    const numbers = [...this.parts.keys()].sort((a, b) => a - b)
    const hash = createHash('sha256')
    for (const partNumber of numbers) hash.update(this.parts.get(partNumber) ?? '')
    return hash.digest('hex')
  }
}

let store: PartStore
let sessions: MemorySessionStore
let locks: FakeLocks

beforeEach(() => {
  store = new PartStore()
  store.partSize = PART
  sessions = new MemorySessionStore()
  locks = new FakeLocks()
})

function visit(settings: Partial<UploaderSettings> = {}) {
  const uploader = new Uploader({
    api: store,
    transport: store,
    connectivity: new FakeConnectivity(),
    sessions,
    locks,
  })
  uploader.configure({ finish: 'announced', concurrency: 2, ...settings })
  return uploader
}

const random = (size: number, seed: number) =>
  Uint8Array.from({ length: size }, (_, index) => (Math.imul(index + seed, 2_654_435_761) >>> 13) & 255)
const fileOf = (content: Uint8Array) =>
  new File([content.slice()], 'disk.png', { type: 'image/png', lastModified: 1 })
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 20 })
const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')
const content = random(PARTS * PART, 1)

/** Sends half of the parts, then the page is closed. */
async function sendHalf(settings: Partial<UploaderSettings>) {
  store.answers = PARTS / 2
  const page = visit(settings)
  await page.addFiles([fileOf(content)])
  await until(async () => {
    expect(store.sent.length).toBeGreaterThan(PARTS / 2)
    expect(await sessions.all()).toHaveLength(1)
  })
  page.pause()
  locks.held.clear()
  store.answers = Number.POSITIVE_INFINITY
  store.sent.length = 0
}

async function resume(file: File, settings: Partial<UploaderSettings> = {}) {
  const page = visit(settings)
  await page.addFiles([file])
  const [upload] = await page.waitForIdle()
  expect(upload?.error).toBeNull()
  expect(upload?.status).toBe('ready')
  return page
}

const rewritten = (from: number, to: number) => {
  const changed = content.slice()
  changed.set(random((to - from) * PART, 99), from * PART)
  return changed
}

describe.each([
  ['auto', false],
  ['none', false],
  ['sha256', true],
] as const)('a file that is chosen again, with checksum %s,', (checksum, withSha256) => {
  beforeEach(() => {
    store.withSha256 = withSha256
  })

  it('sends the missing parts alone where it is the same', async () => {
    await sendHalf({ checksum })
    await resume(fileOf(content), { checksum })
    expect(store.sent.sort((a, b) => a - b)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
    expect(store.object()).toBe(hashOf(content))
  })

  it('is stored as it is now, where its middle was rewritten with size and date kept', async () => {
    await sendHalf({ checksum })
    const changed = rewritten(8, 12)
    await resume(fileOf(changed), { checksum })
    expect(store.object()).toBe(hashOf(changed))
    expect(store.sent.sort((a, b) => a - b)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
  })

  it('is stored as it is now, where one byte differs', async () => {
    await sendHalf({ checksum })
    const changed = content.slice()
    changed[5 * PART + 77] = (changed[5 * PART + 77] ?? 0) ^ 1
    await resume(fileOf(changed), { checksum })
    expect(store.object()).toBe(hashOf(changed))
    expect(store.sent).toHaveLength(11)
  })

  it('is stored as it is now, where all but its ends was rewritten', async () => {
    await sendHalf({ checksum })
    const changed = rewritten(1, 19)
    await resume(fileOf(changed), { checksum })
    expect(store.object()).toBe(hashOf(changed))
  })
})

it('is compared too where all parts were stored and only the completion was missing', async () => {
  const page = visit()
  store.completeAnswers.push(new Error('the page is closed meanwhile'))
  await page.addFiles([fileOf(content)])
  await until(async () => expect(await sessions.all()).toMatchObject([{ stored: true }]))
  locks.held.clear()
  store.sent.length = 0
  const changed = rewritten(3, 5)
  await resume(fileOf(changed))
  expect(store.object()).toBe(hashOf(changed))
  expect(store.sent.sort((a, b) => a - b)).toEqual([4, 5])
})

it('is sent again where nothing tells what S3 has, as with KMS and no checksum', async () => {
  await sendHalf({})
  store.etags = 'opaque'
  const changed = rewritten(8, 12)
  await resume(fileOf(changed))
  expect(store.object()).toBe(hashOf(changed))
  expect(new Set(store.sent).size).toBe(PARTS)
})
