/** An element that moves into another document: a popup, a frame, a window in the picture. */
import { expect, fixture, html } from '@open-wc/testing'
import { png, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

async function otherDocument(): Promise<Document> {
  const frame = await fixture<HTMLIFrameElement>(html`<iframe width="600" height="600"></iframe>`)
  const { contentDocument } = frame
  if (contentDocument === null) throw new Error('No document in the frame')
  return contentDocument
}

const styleOf = (element: Element | null | undefined) => {
  const view = element?.ownerDocument.defaultView
  if (element == null || view == null) throw new Error('Not in a document')
  return view.getComputedStyle(element)
}

describe('in another document', () => {
  it('an element keeps its look and goes on, and so it does when it comes back', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    const { element } = uploader
    const home = element.parentElement
    const page = await otherDocument()
    const errors: unknown[] = []
    const note = (event: ErrorEvent | PromiseRejectionEvent) => errors.push(event)
    window.addEventListener('unhandledrejection', note)
    window.addEventListener('error', note)
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    element.addEventListener('upload-start', (event) => event.waitUntil(gate))
    await uploader.pick(await png())
    await waitUntil(() => uploader.rows.length === 1)
    for (const place of [page.body, home, page.body]) {
      place?.append(element)
      await element.updateComplete
      const root = element.shadowRoot
      await waitUntil(() => styleOf(root?.querySelector('.dropzone')).display === 'flex')
      expect(styleOf(element).display).to.equal('grid')
      expect(styleOf(root?.querySelector('.row')).display).to.equal('flex')
    }
    letGo()
    await uploader.until('ready')
    expect(element.ownerDocument).to.equal(page)
    window.removeEventListener('unhandledrejection', note)
    window.removeEventListener('error', note)
    expect(errors).to.deep.equal([])
  })

  it('an unused element also keeps its look, and accepts files', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    const { element } = uploader
    const page = await otherDocument()
    page.body.append(element)
    await waitUntil(() => styleOf(element.shadowRoot?.querySelector('.dropzone')).display === 'flex')
    await uploader.pick(await png())
    await uploader.until('ready')
  })

  it('guards the page that it is on', async () => {
    const { element } = await uploaderOn('works')
    const page = await otherDocument()
    page.body.append(element)
    const dropped = (target: EventTarget) => {
      const event = new Event('drop', { bubbles: true, cancelable: true })
      Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], dropEffect: 'copy' } })
      target.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect([dropped(page.body), dropped(document.body)]).to.deep.equal([true, false])
  })

  it('without a window an element does nothing wrong', async () => {
    const { element } = await uploaderOn('works')
    document.implementation.createHTMLDocument().body.append(element)
    await element.updateComplete
    document.body.append(element)
    await waitUntil(() => styleOf(element.shadowRoot?.querySelector('.dropzone')).display === 'flex')
    element.remove()
  })
})
