import { expect, fixture, html } from '@open-wc/testing'
import { MemorySessionStore, Uploader } from '../../component/engine/index.ts'
import type { S3UploaderElement } from '../../component/index.ts'
import { FakeTransport } from './engine/fake-transport.ts'
import { FakeUploadApi } from './engine/fake-upload-api.ts'
import { png, UploaderHarness, uploaderOn } from './uploader-harness.ts'
import { waitUntil } from './wait-until.ts'

/** What a test changed of the page, to be put back. */
const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0)) step()
})

/** Holds every upload of the element in its first step until the returned function is called. */
function hold(element: S3UploaderElement): () => void {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  element.addEventListener('upload-start', (event) => event.waitUntil(gate))
  return letGo
}

async function inForm(endpoint: string, ...names: string[]) {
  const form = await fixture<HTMLFormElement>(html`<form>
    ${names.map((name) => html`<s3-uploader name=${name} endpoint=${endpoint} multiple retries="0"></s3-uploader>`)}
  </form>`)
  const uploaders = [...form.querySelectorAll('s3-uploader')].map((element) => new UploaderHarness(element))
  for (const { element } of uploaders) await element.updateComplete
  return { form, uploaders }
}

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('There is none')
  return item
}

/** Whether the browser would ask the visitor before the page goes away. */
function asks(): boolean {
  const event = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(event)
  return event.defaultPrevented
}

describe('two elements on a page', () => {
  it('know nothing of each other, even with the same file at the same time', async () => {
    const { form, uploaders } = await inForm('/api/works', 'left', 'right')
    const [left, right] = uploaders
    if (left === undefined || right === undefined) throw new Error('Expected two')
    const releases = uploaders.map(({ element }) => hold(element))
    const heard: string[] = []
    left.element.addEventListener('upload-complete', () => heard.push('left'))
    right.element.addEventListener('upload-complete', () => heard.push('right'))
    const file = await png('same.png')
    await left.pick(file)
    await right.pick(file)
    await left.until('preparing')
    await right.until('preparing')
    left.element.cancel()
    for (const release of releases) release()
    await right.until('ready')
    expect(left.element.files.map(({ status }) => status)).to.deep.equal(['canceled'])
    expect(heard).to.deep.equal(['right'])
    expect(new FormData(form).getAll('left')).to.deep.equal([])
    expect(new FormData(form).getAll('right')).to.deep.equal([...right.element.value])
    left.element.remove()
    expect(right.element.value).to.have.length(1)
  })
})

describe('a form that is reset', () => {
  it('while bytes move ends what moves, says no more about it and takes the next file', async () => {
    const requests: XMLHttpRequest[] = []
    const { XMLHttpRequest: Original } = window
    undo.push(() => Object.assign(window, { XMLHttpRequest: Original }))
    window.XMLHttpRequest = class extends Original {
      constructor() {
        super()
        requests.push(this)
      }
    }
    const { form, uploaders } = await inForm('/api/s3-silent', 'photos')
    const uploader = first(uploaders)
    const { element } = uploader
    const errors: string[] = []
    form.addEventListener('upload-error', ({ detail }) => errors.push(detail.error.code))
    await uploader.pick(await png())
    await uploader.until('uploading')
    await waitUntil(asks)
    const running = first(requests)
    form.reset()
    await element.updateComplete
    expect(running.readyState).to.equal(XMLHttpRequest.UNSENT)
    expect(uploader.rows).to.have.length(0)
    expect(form.checkValidity()).to.equal(true)
    expect(asks()).to.equal(false)

    element.endpoint = '/api/works'
    await element.updateComplete
    await uploader.pick(await png('next.png'))
    await uploader.until('ready')
    expect(new FormData(form).getAll('photos')).to.have.length(1)
    expect(errors).to.deep.equal([])
  })
})

describe('properties that are set while bytes move', () => {
  it('change nothing for what runs, and the form follows', async () => {
    const { form, uploaders } = await inForm('/api/works', 'photos')
    const uploader = first(uploaders)
    const { element } = uploader
    const letGo = hold(element)
    await uploader.pick(await png('a.png'), await png('b.png'))
    await uploader.until('preparing')
    Object.assign(element, {
      accept: '.pdf',
      multiple: false,
      maxFiles: 1,
      maxFileSize: 1,
      readonly: true,
      name: 'other',
      noResume: true,
      noStatus: true,
      manual: true,
      checksum: 'sha256',
      concurrency: 1,
      stallTimeout: 10_000,
      strings: {},
    })
    element.removeAttribute('retries')
    await element.updateComplete
    letGo()
    await uploader.until('ready')
    expect(new FormData(form).getAll('photos')).to.deep.equal([])
    expect(new FormData(form).getAll('other')).to.deep.equal(element.files.map(({ key }) => key))
    expect(element.value).to.have.length(2)
  })
})

describe('the keyboard', () => {
  it('stays on the button that is now another, and in the row whose button has gone', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    const letGo = hold(uploader.element)
    await uploader.pick(await png())
    await uploader.until('preparing')
    const [row] = uploader.rows
    row?.button('Pause').focus()
    for (const [status, label] of [
      ['paused', 'Resume'],
      ['preparing', 'Pause'],
    ] as const) {
      if (uploader.focused instanceof HTMLElement) uploader.focused.click()
      await uploader.until(status)
      expect(uploader.focused?.getAttribute('aria-label')).to.match(new RegExp(`^${label}`))
    }
    letGo()
    await uploader.until('ready')
    expect(uploader.focused?.getAttribute('aria-label')).to.match(/^Remove/)
  })
})

describe('a page that comes back from the back/forward cache', () => {
  function online(value: boolean): void {
    Object.defineProperty(navigator, 'onLine', { value, configurable: true })
  }

  it('continues where it was offline when it left, without an event of the network', async () => {
    undo.push(() => Reflect.deleteProperty(navigator, 'onLine'))
    const { random } = Math
    undo.push(() => Object.assign(Math, { random }))
    const uploader = await uploaderOn('works', { noStatus: true })
    const letGo = hold(uploader.element)
    await uploader.pick(await png())
    await uploader.until('preparing')
    online(false)
    window.dispatchEvent(new Event('offline'))
    await uploader.until('paused')
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    letGo()
    online(true)
    // Removes the random delay after the network returns.
    Math.random = () => 0
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    await uploader.until('ready')
  })

  it('has written down what was under way when it left, and goes on writing', async () => {
    const api = new FakeUploadApi()
    const transport = new FakeTransport()
    transport.autoStore = true
    const sessions = new MemorySessionStore()
    const complete = api.complete.bind(api)
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    api.complete = async (items) => {
      await answered
      return complete(items)
    }
    const uploader = new Uploader({ api, transport, sessions })
    uploader.configure({ finish: 'announced' })
    await uploader.addFiles([new File(['abc'], 'a.png', { type: 'image/png' })])
    await waitUntil(() => uploader.uploads[0]?.status === 'completing')
    const leave = () => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    leave()
    const saved = (await sessions.all()) as { stored: boolean }[]
    expect(saved.map(({ stored }) => stored)).to.deep.equal([true])
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    answer()
    await waitUntil(() => uploader.uploads[0]?.status === 'ready')
    leave()
    expect(await sessions.all()).to.deep.equal([])
  })
})

describe('listeners on page and window', () => {
  /** Those that were added since this was called, by their types. */
  function watchListeners(): () => string[] {
    const live = new Set<string>()
    const ids = new Map<unknown, number>()
    const idOf = (value: unknown) => {
      const id = ids.get(value) ?? ids.size
      ids.set(value, id)
      return id
    }
    const { addEventListener, removeEventListener } = EventTarget.prototype
    for (const target of [window, document]) {
      const keyOf = (type: string, listener: unknown) => `${type} ${idOf(target)} ${idOf(listener)}`
      const watched: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> = {
        addEventListener(type, listener, options) {
          const key = keyOf(type, listener)
          const { signal, once } = typeof options === 'object' ? options : {}
          if (once !== true) live.add(key)
          signal?.addEventListener('abort', () => live.delete(key))
          addEventListener.call(target, type, listener, options)
        },
        removeEventListener(type, listener, options) {
          live.delete(keyOf(type, listener))
          removeEventListener.call(target, type, listener, options)
        },
      }
      Object.assign(target, watched)
      undo.push(() => {
        for (const name of Object.keys(watched)) Reflect.deleteProperty(target, name)
      })
    }
    return () => [...live].map((key) => key.split(' ')[0] ?? '').sort()
  }

  it('are there while bytes move and gone with the last of them, however often the element moved', async () => {
    const listeners = watchListeners()
    // The screen lock would come after 2 s, in the middle.
    const uploader = await uploaderOn('works', { noStatus: true, noPreview: true, noWakeLock: true })
    const { element } = uploader
    const { parentElement } = element
    const letGo = hold(element)
    const box = document.createElement('div')
    undo.push(() => box.remove())
    document.body.append(box)
    await uploader.pick(...(await Promise.all(Array.from({ length: 51 }, (_, n) => png(`${n}.png`)))))
    await waitUntil(() => element.files.length === 51)
    await uploader.until('preparing')
    await waitUntil(asks)
    const during = listeners()
    for (let move = 0; move < 3; move += 1) {
      box.append(element)
      await element.updateComplete
      parentElement?.append(element)
      await element.updateComplete
    }
    expect(during).to.include('scroll').and.to.include('online')
    expect(listeners()).to.deep.equal(during)
    letGo()
    await uploader.until('ready')
    element.remove()
    await waitUntil(() => listeners().length === 0, undefined, { timeout: 5_000 }).catch(() => {})
    expect(listeners()).to.deep.equal([])
  })
})

describe('the file input', () => {
  it('is empty right after a choice, so that the same file can be chosen again', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    await uploader.pick(await png())
    expect(uploader.input.files).to.have.length(0)
    await waitUntil(() => uploader.rows.length === 1)
    expect(await first(uploader.element.files).file?.arrayBuffer())
      .to.have.property('byteLength')
      .above(0)
  })
})
