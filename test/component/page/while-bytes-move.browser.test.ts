import { expect } from '@open-wc/testing'
import { png, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

/** Whether the browser would ask the visitor before the page goes away. */
function asks(): boolean {
  const event = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(event)
  return event.defaultPrevented
}

/** Headless browsers have no screen to keep on: the one thing here that is not real. */
class Screen {
  refuses = false
  requests = 0
  held = new Set<object>()

  async request(type: string): Promise<{ release(): Promise<void> }> {
    expect(type).to.equal('screen')
    this.requests += 1
    if (this.refuses) throw new DOMException('battery', 'NotAllowedError')
    const lock = {
      release: async () => {
        this.held.delete(lock)
      },
    }
    this.held.add(lock)
    return lock
  }
}

describe('while bytes move', () => {
  let screen: Screen
  let letGo: () => void

  beforeEach(() => {
    screen = new Screen()
    Object.defineProperty(navigator, 'wakeLock', { value: screen, configurable: true })
  })
  afterEach(() => {
    Reflect.deleteProperty(navigator, 'wakeLock')
    letGo()
  })

  /** An uploader whose uploads stand still in their first step until `letGo`. */
  async function held(settings: Parameters<typeof uploaderOn>[1] = {}) {
    const uploader = await uploaderOn('works', { noStatus: true, ...settings })
    const gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    uploader.element.addEventListener('upload-start', (event) => event.waitUntil(gate))
    return uploader
  }

  it('the page asks before it goes away, and not before or after', async () => {
    const uploader = await held()
    expect(asks()).to.equal(false)
    await uploader.pick(await png())
    await uploader.until('preparing')
    await waitUntil(asks)
    letGo()
    await uploader.until('ready')
    await waitUntil(() => !asks())
  })

  it('the page may go to the next one with the event of the last file', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    const { element } = uploader
    letGo = () => {}
    const whenIdle = new Promise<boolean>((resolve) => {
      element.addEventListener('uploads-idle', () => resolve(asks()))
    })
    await uploader.pick(await png())
    expect(await whenIdle).to.equal(false)
  })

  it('the screen stays on, comes back after the page was hidden, and may go off at the end', async () => {
    const uploader = await held()
    expect(screen.requests).to.equal(0)
    await uploader.pick(await png(), await png('second.png'))
    await waitUntil(() => screen.held.size === 1)
    // The browser took the lock away when the page was hidden.
    screen.held.clear()
    document.dispatchEvent(new Event('visibilitychange'))
    await waitUntil(() => screen.held.size === 1)
    letGo()
    await uploader.until('ready')
    await waitUntil(() => screen.held.size === 0)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(screen.requests).to.equal(2)
  })

  it('the screen is left alone by what is over in a moment', async () => {
    const uploader = await held()
    await uploader.pick(await png())
    await waitUntil(asks)
    letGo()
    await uploader.until('ready')
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    expect(screen.requests).to.equal(0)
  })

  it('a refused lock stops nothing', async () => {
    screen.refuses = true
    const uploader = await held()
    await uploader.pick(await png())
    await waitUntil(() => screen.requests === 1)
    letGo()
    await uploader.until('ready')
  })

  it('pausing lets the page and the screen go, and resuming takes them back', async () => {
    const uploader = await held()
    await uploader.pick(await png())
    await waitUntil(() => screen.held.size === 1)
    uploader.element.pause()
    await uploader.until('paused')
    await waitUntil(() => !asks())
    await waitUntil(() => screen.held.size === 0)
    uploader.element.resume()
    await waitUntil(() => screen.held.size === 1)
    await waitUntil(asks)
    uploader.element.clear()
    await uploader.element.updateComplete
    await waitUntil(() => !asks())
    await waitUntil(() => screen.held.size === 0)
  })

  it('the page may say that it wants neither, even in the middle', async () => {
    const uploader = await held({ noWakeLock: true, noUnloadGuard: true })
    await uploader.pick(await png())
    await uploader.until('preparing')
    await uploader.element.updateComplete
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    expect([asks(), screen.requests]).to.deep.equal([false, 0])
    uploader.element.removeAttribute('no-unload-guard')
    uploader.element.noUnloadGuard = false
    await waitUntil(asks)
  })

  it('an element that was taken out of the document still guards what it sends', async () => {
    const uploader = await held()
    await uploader.pick(await png())
    await uploader.until('preparing')
    await waitUntil(asks)
    uploader.element.remove()
    expect(asks()).to.equal(true)
    letGo()
    await uploader.until('ready')
    await waitUntil(() => !asks())
  })

  it('files that only wait for their start guard nothing', async () => {
    const uploader = await held({ manual: true })
    await uploader.pick(await png())
    await uploader.until('queued')
    expect([asks(), screen.requests]).to.deep.equal([false, 0])
  })
})
