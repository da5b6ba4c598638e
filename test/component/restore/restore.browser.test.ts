import { expect, fixtureCleanup } from '@open-wc/testing'
import {
  FetchUploadApi,
  IndexedDbSessionStore,
  type Transport,
  Uploader,
  type UploadsRestoreEvent,
  XhrTransport,
} from '../../../component/engine/index.ts'
import type { FileHandle } from '../../../component/engine/resume/file-handle.ts'
import type { S3UploaderElement } from '../../../component/index.ts'
import { type UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const MIB = 2 ** 20
const sessions = new IndexedDbSessionStore()
const xhr = new XhrTransport()
/** WebKitGTK has no handles at all: there only what needs none is tested. */
const withHandle = 'FileSystemFileHandle' in window ? it : it.skip
const handlePrototype: Partial<FileHandle> = window.FileSystemFileHandle?.prototype ?? {}
const { queryPermission, requestPermission } = handlePrototype

afterEach(async () => {
  fixtureCleanup()
  // Where the browser has none of its own, setting them to undefined is as good as nothing.
  Object.assign(handlePrototype, { queryPermission, requestPermission })
  if ('FileSystemFileHandle' in window) {
    const root = await navigator.storage.getDirectory()
    await root.removeEntry('large.png').catch(() => {})
  }
  await forgetAll()
})

// Pages of other tests have left theirs.
before(forgetAll)

async function forgetAll(): Promise<void> {
  const left = (await sessions.all()) as { id: string }[]
  await sessions.write({ saved: [], removed: left.map(({ id }) => id) })
}

/** A file in the origin private file system: a real handle that needs no permission. */
async function diskFile(): Promise<FileSystemFileHandle> {
  const root = await navigator.storage.getDirectory()
  const handle = await root.getFileHandle('large.png', { create: true })
  const piece = new Uint8Array(65_536)
  crypto.getRandomValues(piece)
  const writable = await handle.createWritable()
  await writable.write(new Blob(Array.from({ length: (17 * MIB) / piece.length }, () => piece)))
  await writable.close()
  return handle
}

/** Part numbers that went to S3 so far, in all visits. */
const partsSent = () =>
  performance
    .getEntriesByType('resource')
    .flatMap(({ name }) => new URL(name).searchParams.get('partNumber') ?? [])

/** Brings the first part to S3, and no other ever. */
const cutOff: Transport = {
  send(request, options) {
    if (new URL(request.url).searchParams.get('partNumber') === '1') return xhr.send(request, options)
    const { signal } = options
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  },
}

/** A visit that brings one part of three to S3 and ends; its locks go with it. */
async function formerVisit(file: File | FileHandle): Promise<void> {
  performance.clearResourceTimings()
  const endpoint = new URL('/api/works', document.baseURI).href
  const uploader = new Uploader({
    api: new FetchUploadApi({ endpoint }),
    transport: cutOff,
    sessions,
    locks: { acquire: async () => () => {}, isHeld: async () => false },
    scope: () => endpoint,
    place: () => `${location.pathname}${location.search}  photos`,
  })
  await uploader.addFiles([file])
  await waitUntil(
    async () => partsSent().length === 1 && (await sessions.all()).length === 1,
    'The former visit was not written down',
    { timeout: 25_000 },
  )
  uploader.pause()
}

/** The same page after a reload. */
async function visit(settings: Partial<S3UploaderElement> = {}) {
  const events: UploadsRestoreEvent[] = []
  const listen = (event: UploadsRestoreEvent) => void events.push(event)
  window.addEventListener('uploads-restore', listen)
  const uploader = await uploaderOn('works', { noStatus: true, noUnloadGuard: true, ...settings })
  return { uploader, events, notice: () => new Notice(uploader) }
}

class Notice {
  readonly #root: ParentNode

  constructor({ element }: UploaderHarness) {
    this.#root = element.shadowRoot ?? element
  }

  get text(): string {
    return (this.#root.querySelector('[part=restore]')?.textContent ?? '')
      .replace(/[\u2068\u2069]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  }

  get display(): string {
    const box = this.#root.querySelector('[part=restore]')
    return box === null ? '' : getComputedStyle(box).display
  }

  async shown(): Promise<string> {
    await waitUntil(() => this.text !== '', 'No notice is shown')
    return this.text
  }

  async gone(): Promise<void> {
    await waitUntil(() => this.text === '', 'The notice stays')
  }

  click(part: 'restore-button' | 'discard-button'): void {
    const button = this.#root.querySelector<HTMLButtonElement>(`[part=${part}]`)
    if (button === null) throw new Error(`No ${part} in: ${this.text}`)
    button.click()
  }
}

/** Chromium asks again for files of the visitor's own disk. */
function askFirst(answer: PermissionState): void {
  let permission: PermissionState = 'prompt'
  Object.assign(handlePrototype, {
    queryPermission: async () => permission,
    requestPermission: async () => {
      permission = answer
      return permission
    },
  })
}

describe('an upload of a former visit', () => {
  withHandle('goes on by itself, and no part is sent twice', async () => {
    await formerVisit(await diskFile())
    const { uploader, events, notice } = await visit()
    await uploader.until('ready')
    expect(partsSent().sort()).to.deep.equal(['1', '2', '3'])
    expect(events.map(({ detail }) => detail.uploads.length)).to.deep.equal([1])
    expect(events[0]?.detail.uploads[0]).to.include({ name: 'large.png', size: 17 * MIB, access: 'granted' })
    expect(events[0]?.detail.uploads[0]?.bytesStored).to.equal(8 * MIB)
    expect(notice().text).to.equal('')
    expect(uploader.element.value).to.have.length(1)
  })

  withHandle(
    'is offered where the browser wants to ask, said politely, and goes on after a click',
    async () => {
      await formerVisit(await diskFile())
      askFirst('granted')
      const { uploader, notice } = await visit()
      expect(await notice().shown()).to.equal('1 upload was interrupted. Continue Discard')
      await waitUntil(() => uploader.spoken === '1 upload was interrupted.')
      // Its styles come with it.
      expect(notice().display).to.equal('flex')
      await expect(uploader.element).shadowDom.to.be.accessible()
      expect(uploader.element.files).to.deep.equal([])
      notice().click('restore-button')
      await uploader.until('ready')
      await notice().gone()
      expect(uploader.focused).to.equal(uploader.chooseButton)
    },
  )

  withHandle('that may not be read is asked for by name, and goes on when its file is dropped', async () => {
    const handle = await diskFile()
    const file = await handle.getFile()
    await formerVisit(handle)
    askFirst('denied')
    const { uploader, notice } = await visit()
    await notice().shown()
    notice().click('restore-button')
    await waitUntil(() => notice().text.includes('Choose'))
    expect(notice().text).to.equal('1 upload was interrupted. Choose large.png again to continue. Discard')
    await uploader.drop(file)
    await uploader.until('ready')
    await notice().gone()
    expect(partsSent().sort()).to.deep.equal(['1', '2', '3'])
  })

  it('without a handle says which file to choose again, also to a screen reader', async () => {
    const content = new Uint8Array(17 * MIB)
    await formerVisit(new File([content], 'large.png', { type: 'image/png', lastModified: 1 }))
    const { uploader, notice } = await visit()
    expect(await notice().shown()).to.equal(
      '1 upload was interrupted. Choose large.png again to continue. Discard',
    )
    await waitUntil(() => uploader.spoken === '1 upload was interrupted. Choose large.png again to continue.')
    await expect(uploader.element).shadowDom.to.be.accessible()
  })

  withHandle('whose file was changed is refused in words, and given up', async () => {
    await formerVisit(await diskFile())
    await new Promise((resolve) => setTimeout(resolve, 2))
    await diskFile()
    const { uploader, notice } = await visit()
    await waitUntil(() => uploader.alert !== '')
    expect(uploader.alert).to.contain('large.png: The file was changed or moved. Please choose it again.')
    expect([notice().text, uploader.element.files]).to.deep.equal(['', []])
    await waitUntil(async () => (await sessions.all()).length === 0)
  })

  withHandle('is given up with a click on Discard', async () => {
    await formerVisit(await diskFile())
    askFirst('granted')
    const { uploader, notice } = await visit()
    await notice().shown()
    notice().click('discard-button')
    await notice().gone()
    await waitUntil(async () => (await sessions.all()).length === 0)
    expect(uploader.element.files).to.deep.equal([])
    await waitUntil(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/api/works/abort')),
    )
  })

  withHandle('is the page’s business where it says so', async () => {
    await formerVisit(await diskFile())
    window.addEventListener('uploads-restore', (event) => event.preventDefault(), { once: true })
    const { uploader, notice } = await visit()
    await waitUntil(() => uploader.element.interrupted.length === 1)
    expect([notice().text, uploader.element.files]).to.deep.equal(['', []])
    const { continued } = await uploader.element.restore()
    expect(continued.map(({ name }) => name)).to.deep.equal(['large.png'])
    await uploader.until('ready')
    expect(uploader.element.interrupted).to.deep.equal([])
  })

  withHandle('waits while the element is disabled, and is offered once however often it moves', async () => {
    await formerVisit(await diskFile())
    askFirst('granted')
    const { uploader, events, notice } = await visit({ disabled: true })
    expect(notice().text).to.equal('')
    uploader.element.disabled = false
    await notice().shown()
    const parent = uploader.element.parentElement
    parent?.append(uploader.element)
    uploader.element.disabled = true
    await uploader.element.updateComplete
    uploader.element.disabled = false
    await uploader.element.updateComplete
    expect(events).to.have.length(1)
    uploader.element.clear()
    await uploader.element.updateComplete
    expect(notice().text).to.equal('')
    expect(await sessions.all()).to.have.length(1)
  })

  withHandle('of another element of the page is not offered', async () => {
    await formerVisit(await diskFile())
    const { uploader, events } = await visit({ name: 'covers' })
    expect((await uploader.element.restore()).waiting).to.deep.equal([])
    expect(events).to.deep.equal([])
  })
})
