import { expect } from '@open-wc/testing'
import { IndexedDbSessionStore } from '../../../../component/engine/index.ts'
import type { SavedSession } from '../../../../component/engine/resume/saved-session.ts'

function session(id: string, facts: Partial<SavedSession> = {}): SavedSession {
  return {
    version: 4,
    id,
    scope: '/uploads default',
    place: '/',
    file: { name: `${id}.png`, size: 3, type: 'image/png', lastModified: 1, webkitRelativePath: '' },
    edges: null,
    sent: null,
    handle: null,
    presigned: {
      ok: true,
      ref: '0',
      id,
      key: `uploads/${id}`,
      ticket: `ticket-${id}`,
      expiresAt: '2030-01-01T00:00:00Z',
      plan: { kind: 'post', url: '', fields: {} },
    },
    stored: false,
    metadata: {},
    savedAt: Date.now(),
    ...facts,
  }
}

/** What a later page reads. */
async function found(): Promise<Record<string, boolean>> {
  const values = (await new IndexedDbSessionStore().all()) as SavedSession[]
  return Object.fromEntries(values.map(({ id, stored }) => [id, stored]))
}

const notes = () => Object.keys(localStorage).filter((key) => key.startsWith('s3-uploader:'))

describe('what a page saves while it is unloaded', () => {
  // Other pages of this origin have saved sessions.
  before(clear)
  afterEach(clear)

  async function clear(): Promise<void> {
    for (const key of notes()) localStorage.removeItem(key)
    await new IndexedDbSessionStore().write({ saved: [], removed: Object.keys(await found()) })
  }

  it('is saved synchronously, and read by the next page', async () => {
    const page = new IndexedDbSessionStore()
    await page.write({ saved: [session('a'), session('b')], removed: [] })
    page.writeSync({ saved: [session('a', { stored: true }), session('c')], removed: ['b'] })
    expect(notes()).to.have.length(3)
    expect(await found()).to.deep.equal({ a: true, c: false })
    // Moved once: the journal is empty for the next page.
    expect(notes()).to.deep.equal([])
    expect(await found()).to.deep.equal({ a: true, c: false })
  })

  it('is kept as it is when another version of the code saved it', async () => {
    const other: object = { version: 5 }
    const page = new IndexedDbSessionStore()
    await page.write({ saved: [session('a', other)], removed: [] })
    page.writeSync({ saved: [session('a', { ...other, stored: true })], removed: [] })
    expect(await found()).to.deep.equal({ a: true })
  })

  it('is replaced by what a page writes after it came back', async () => {
    const page = new IndexedDbSessionStore()
    page.writeSync({ saved: [session('a'), session('b'), session('c')], removed: [] })
    await page.write({ saved: [session('a', { stored: true })], removed: ['b'] })
    expect(await found()).to.deep.equal({ a: true, c: false })
  })

  it('does not lose the handle that the database keeps', async function test() {
    if (!('FileSystemFileHandle' in window)) this.skip()
    const root = await navigator.storage.getDirectory()
    const handle = await root.getFileHandle('a.png', { create: true })
    const page = new IndexedDbSessionStore()
    await page.write({ saved: [session('a', { handle })], removed: [] })
    page.writeSync({ saved: [session('a', { handle, stored: true })], removed: [] })
    const [value] = (await new IndexedDbSessionStore().all()) as SavedSession[]
    expect([value?.stored, value?.handle?.name]).to.deep.equal([true, 'a.png'])
    await root.removeEntry('a.png')
  })

  it('may be refused, and may be another application’s', async () => {
    localStorage.setItem('s3-uploader:x', '{')
    localStorage.setItem('s3-uploader:y', '{"id":"y"}')
    const { setItem } = Storage.prototype
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    try {
      new IndexedDbSessionStore().writeSync({ saved: [session('a')], removed: ['b'] })
    } finally {
      Storage.prototype.setItem = setItem
    }
    expect(await found()).to.deep.equal({})
  })
})
