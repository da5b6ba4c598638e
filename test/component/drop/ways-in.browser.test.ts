/** Everything by which files come in but the file picker, and what stays with the page. */
import { aTimeout, expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement } from '../../../component/index.ts'
import { png, transferOf, UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

describe('dragging', () => {
  it('shows where to drop files, and leaves text to the page', async () => {
    const uploader = await uploaderOn('works')
    const text = new DataTransfer()
    text.setData('text/plain', 'hello')
    expect((await uploader.dragOver(text)).defaultPrevented).to.equal(false)
    expect(uploader.element.matches(':state(dragging)')).to.equal(false)

    const files = transferOf([await png()])
    expect((await uploader.dragOver(files)).defaultPrevented).to.equal(true)
    expect(uploader.element.matches(':state(dragging)')).to.equal(true)
    uploader.element.dispatchEvent(new DragEvent('dragleave'))
    await waitUntil(() => !uploader.element.matches(':state(dragging)'))
  })

  it('is ignored where the page does not want it', async () => {
    const uploader = await uploaderOn('works', { noDrop: true, noPaste: true })
    await uploader.drop(await png())
    const pasted = await uploader.paste(await png())
    expect(pasted.defaultPrevented).to.equal(false)
    expect(uploader.rows).to.have.length(0)
  })
})

/** A click, a drag or a paste of the page: whether it was prevented. */
function send(
  target: EventTarget,
  type: 'dragenter' | 'dragover' | 'drop',
  dataTransfer: DataTransfer,
): DragEvent {
  const event = new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true })
  target.dispatchEvent(event)
  return event
}

function paste(target: EventTarget, clipboardData: DataTransfer): Event {
  const event = new Event('paste', { bubbles: true, composed: true, cancelable: true })
  // Firefox gives events made by script an empty clipboard.
  Object.defineProperty(event, 'clipboardData', { value: clipboardData })
  target.dispatchEvent(event)
  return event
}

describe('files that are dropped', () => {
  for (const off of ['disabled', 'readonly', 'noDrop'] as const) {
    it(`on an element that is ${off} are neither taken nor opened by the browser`, async () => {
      const uploader = await uploaderOn('works', { [off]: true, manual: true })
      const files = transferOf([await png()])
      for (const type of ['dragenter', 'dragover', 'drop'] as const) {
        const event = send(uploader.zone, type, files)
        expect(event.defaultPrevented, type).to.equal(true)
      }
      expect(uploader.element.matches(':state(dragging)')).to.equal(false)
      await aTimeout(50)
      expect(uploader.element.files).to.have.length(0)
    })
  }

  it('beside the element are not opened by the browser, unless the page wants it', async () => {
    const uploader = await uploaderOn('works')
    const files = transferOf([await png()])
    const dropped = (target: EventTarget) => [
      send(target, 'dragover', files).defaultPrevented,
      send(target, 'drop', files).defaultPrevented,
    ]
    expect(dropped(document.body)).to.deep.equal([true, true])
    const page = await fixture<HTMLElement>(html`<div><textarea></textarea><input type="file" /></div>`)
    expect(dropped(page.children[0] ?? page)).to.deep.equal([true, true])
    expect(dropped(page.children[1] ?? page), 'a file input takes them').to.deep.equal([false, false])
    const words = new DataTransfer()
    words.setData('text/plain', 'words')
    expect(send(document.body, 'drop', words).defaultPrevented).to.equal(false)
    uploader.element.noDropGuard = true
    expect(dropped(document.body)).to.deep.equal([false, false])
    uploader.element.noDropGuard = false
    uploader.element.remove()
    expect(dropped(document.body)).to.deep.equal([false, false])
  })

  it('are left to a drop zone of the page', async () => {
    await uploaderOn('works')
    const zone = await fixture<HTMLElement>(html`<div></div>`)
    // Only in a real drag does a browser keep the effect that is set.
    const dataTransfer = { types: ['Files'], dropEffect: 'move' }
    zone.addEventListener('dragover', (event) => {
      event.preventDefault()
      dataTransfer.dropEffect = 'copy'
    })
    const event = new Event('dragover', { bubbles: true, composed: true, cancelable: true })
    zone.dispatchEvent(Object.defineProperty(event, 'dataTransfer', { value: dataTransfer }))
    expect(dataTransfer.dropEffect).to.equal('copy')
    const beside = new Event('dragover', { bubbles: true, composed: true, cancelable: true })
    document.body.dispatchEvent(Object.defineProperty(beside, 'dataTransfer', { value: dataTransfer }))
    expect(dataTransfer.dropEffect).to.equal('none')
  })

  it('are no drag without any type, as sortable lists have it', async () => {
    const uploader = await uploaderOn('works')
    const event = send(uploader.zone, 'dragover', new DataTransfer())
    expect(event.defaultPrevented).to.equal(false)
    expect(uploader.element.matches(':state(dragging)')).to.equal(false)
  })
})

describe('the clipboard', () => {
  async function cells(): Promise<DataTransfer> {
    const transfer = transferOf([await png('image.png')])
    transfer.setData('text/plain', 'a\tb')
    transfer.setData('text/html', '<table><tr><td>a<td>b</table>')
    return transfer
  }

  async function copiedPicture(): Promise<DataTransfer> {
    const transfer = transferOf([await png('image.png')])
    transfer.setData('text/html', '<img src="https://example.com/a.png">')
    return transfer
  }

  it('stays text where it is text, and where the target is a text', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    await uploader.element.load()
    const field = document.createElement('textarea')
    field.slot = 'footer'
    uploader.element.append(field)
    expect(paste(field, await cells()).defaultPrevented).to.equal(false)
    expect(paste(field, transferOf([await png()])).defaultPrevented).to.equal(false)
    expect(paste(uploader.chooseButton, await cells()).defaultPrevented).to.equal(false)
    expect(paste(uploader.chooseButton, await copiedPicture()).defaultPrevented).to.equal(true)
    await waitUntil(() => uploader.element.files.length === 1)
  })

  it('of the page is taken where the page says so, by one element, and not from a text', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    const { element } = uploader
    await element.load()
    const screenshot = async () => transferOf([await png('image.png')])
    expect(paste(document.body, await screenshot()).defaultPrevented).to.equal(false)
    element.pagePaste = true
    const page = await fixture<HTMLElement>(html`<div><input /><div contenteditable>words</div></div>`)
    for (const field of page.children)
      expect(paste(field, await screenshot()).defaultPrevented).to.equal(false)
    expect(paste(document.body, await screenshot()).defaultPrevented).to.equal(true)
    await waitUntil(() => element.files.length === 1)

    const other = await uploaderOn('works', { manual: true, pagePaste: true })
    await other.element.load()
    expect(paste(document.body, await screenshot()).defaultPrevented, 'two want it').to.equal(false)
    other.element.disabled = true
    expect(paste(document.body, await screenshot()).defaultPrevented).to.equal(true)
    await waitUntil(() => element.files.length === 2)
    element.remove()
    expect(paste(document.body, await screenshot()).defaultPrevented).to.equal(false)
  })

  it('of the page is taken without a sign that an upload follows', async () => {
    const element = document.createElement('s3-uploader')
    Object.assign(element, { endpoint: '/api/works', manual: true, multiple: true, pagePaste: true })
    await fixture(html`${element}`)
    await waitUntil(() => {
      paste(document.body, transferOf([new File(['x'], 'image.png', { type: 'image/png' })]))
      return element.files.length > 0
    })
  })
})

describe('a click', () => {
  /** How often the file picker would have opened. */
  function countPickers(uploader: UploaderHarness): () => number {
    let opened = 0
    uploader.input.addEventListener('click', (event) => {
      event.preventDefault()
      opened += 1
    })
    return () => opened
  }

  async function labelled() {
    const page = await fixture<HTMLElement>(html`<div>
      <label for="field">Photos</label>
      <s3-uploader id="field" endpoint="/api/works">
        <span slot="label">Drop your <a href="#terms">photos</a> <button type="button">Help</button></span>
      </s3-uploader>
    </div>`)
    const element = page.querySelector('s3-uploader') as S3UploaderElement
    await element.updateComplete
    const uploader = new UploaderHarness(element)
    return { page, element, uploader, opened: countPickers(uploader) }
  }

  it('on the zone, its words, the button, a label or by script opens the picker, once', async () => {
    const { page, element, uploader, opened } = await labelled()
    const clicks = [
      () => uploader.zone.click(),
      () => element.querySelector('span')?.click(),
      () => uploader.chooseButton.click(),
      () => page.querySelector('label')?.click(),
      () => element.click(),
      () => element.browse(),
      () => element.showPicker(),
    ]
    for (const [index, click] of clicks.entries()) {
      click()
      await waitUntil(() => opened() === index + 1, `click ${index}`)
      await aTimeout(20)
      expect(opened(), `click ${index}`).to.equal(index + 1)
    }
  })

  it('on what the page put into the zone, and on the list, does not', async () => {
    const { element, opened } = await labelled()
    element.querySelector('a')?.click()
    element.querySelector('button')?.click()
    const list = await uploaderOn('works', { manual: true })
    await list.pick(await png())
    await waitUntil(() => list.rows.length === 1)
    const listOpened = countPickers(list)
    list.rows[0]?.button('Remove').click()
    await aTimeout(20)
    expect([opened(), listOpened()]).to.deep.equal([0, 0])
  })

  it('between drop zone and list does not', async () => {
    const { element, opened } = await labelled()
    element.style.padding = '40px'
    const { left, top } = element.getBoundingClientRect()
    const at = { clientX: left + 20, clientY: top + 20, detail: 1, bubbles: true, composed: true }
    element.dispatchEvent(new MouseEvent('click', at))
    await aTimeout(20)
    expect(opened()).to.equal(0)
    // As by a label: the pointer is elsewhere.
    element.dispatchEvent(new MouseEvent('click', { ...at, clientX: 1, clientY: 1 }))
    await waitUntil(() => opened() === 1)
  })

  for (const off of ['disabled', 'readonly'] as const) {
    it(`does nothing where the element is ${off}`, async () => {
      const { element, uploader, opened } = await labelled()
      element[off] = true
      await element.updateComplete
      uploader.zone.click()
      element.click()
      element.showPicker()
      await aTimeout(20)
      expect(opened()).to.equal(0)
    })
  }
})
