import { expect } from '@open-wc/testing'
import { png, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const part = (element: HTMLElement, name: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part~=${name}]`) ?? null

describe('the drop zone', () => {
  it('says what is taken, and shrinks to a bar that adds more', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    expect(uploader.chooseButton.textContent).to.equal('Choose files')
    await waitUntil(() => part(uploader.element, 'hint')?.textContent?.includes('up to 21 MB each'))
    expect(part(uploader.element, 'hint')?.textContent?.trim()).to.match(/^JPEG, PNG, /)
    const { height } = uploader.zone.getBoundingClientRect()
    await uploader.pick(await png())
    expect(uploader.chooseButton.textContent).to.equal('Add more')
    expect(uploader.zone.getBoundingClientRect().height).to.be.lessThan(height - 20)
    uploader.element.clear()
    await waitUntil(() => uploader.chooseButton.textContent === 'Choose files')
  })

  it('replaces a single file, and asks for folders', async () => {
    const single = await uploaderOn('works', { multiple: false, manual: true })
    expect(single.chooseButton.textContent).to.equal('Choose a file')
    await single.pick(await png())
    expect(single.chooseButton.textContent).to.equal('Replace')
    const folders = await uploaderOn('works', { directory: true })
    expect(folders.chooseButton.textContent).to.equal('Choose a folder')
  })

  it('is not there where nothing may change', async () => {
    const uploader = await uploaderOn('works', { readonly: true })
    expect(uploader.zone.getBoundingClientRect().height).to.equal(0)
  })
})

it('no child of the shadow root has "display: contents", in which WebKit hides all from screen readers', async () => {
  for (const variant of ['list', 'gallery', 'compact', 'button', 'avatar'] as const) {
    const { element } = await uploaderOn('works', { manual: true, variant, noCrop: true })
    await element.addFiles([await png()])
    await waitUntil(() => part(element, 'list') !== null)
    const displays = [...(element.shadowRoot?.children ?? [])].map((child) => getComputedStyle(child).display)
    expect(displays, variant).not.to.include('contents')
  }
})

it('lists without marks are lists for WebKit too', async () => {
  const uploader = await uploaderOn('works', { manual: true })
  await uploader.pick(await png(), new File(['x'], 'a.exe', { type: 'application/x-msdownload' }))
  await waitUntil(() => part(uploader.element, 'rejections') !== null)
  const lists = [...(uploader.element.shadowRoot?.querySelectorAll('ul') ?? [])]
  expect(lists.map((list) => list.role)).to.deep.equal(['list', 'list'])
})

/** Orca guesses that a focus went to the first text of the box that it was in, and does not say what it guessed. */
describe('a box stays', () => {
  for (const variant of ['list', 'gallery', 'compact', 'button'] as const) {
    it(`around refused files and the ${variant}, apart from the button that gets the focus when they go`, async () => {
      const uploader = await uploaderOn('works', { manual: true, variant })
      const { element, chooseButton } = uploader
      await uploader.pick(new File(['x'], 'a.exe', { type: 'application/x-msdownload' }), await png())
      const boxes = ['rejections', 'list'].map((name) => part(element, name)?.closest('.words > *'))
      const id = element.files[0]?.id ?? ''
      await element.remove(id, 'undoable')
      await waitUntil(() => part(element, 'undo') !== null)
      element.clear()
      await waitUntil(() => part(element, 'rejections') === null)
      expect(boxes.map((box) => [box?.isConnected, box?.contains(chooseButton)])).to.deep.equal([
        [true, false],
        [true, false],
      ])
    })
  }

  it('around Undo, apart from the row that gets the focus when it goes', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    const { element } = uploader
    await uploader.pick(await png())
    await element.remove(element.files[0]?.id ?? '', 'undoable')
    await waitUntil(() => part(element, 'undo') !== null)
    const box = part(element, 'undo')?.closest('.words > *')
    element.undoRemove()
    await waitUntil(() => uploader.rows.length === 1 && part(element, 'undo') === null)
    expect([box?.isConnected, box?.contains(part(element, 'list'))]).to.deep.equal([true, false])
  })
})

describe('the buttons for all files', () => {
  it('pause, continue and clear', async () => {
    const uploader = await uploaderOn('works', { manual: true, noStatus: true })
    const { element } = uploader
    element.removeAttribute('name')
    await uploader.pick(await png('a.png'), await png('b.png'))
    const press = async (name: string) => {
      await waitUntil(() => part(element, name) !== null, name)
      part(element, name)?.focus()
      part(element, name)?.click()
    }
    expect(part(element, 'pause-all-button'), 'nothing is started').to.equal(null)
    await press('start-button')
    await uploader.until('ready')
    await waitUntil(() => uploader.summary.includes('2 files uploaded'))
    expect(part(element, 'total-progress')).to.have.property('value', 1)
    await press('clear-button')
    await waitUntil(() => element.files.length === 0)
    await waitUntil(() => uploader.focused === uploader.chooseButton)
  })

  it('are below a bar that shows failures once nothing is under way', async () => {
    const uploader = await uploaderOn('sns-refuses')
    await uploader.pick(await png('a.png'), await png('b.png'))
    await waitUntil(() => uploader.summary.includes('2 files failed'))
    expect(part(uploader.element, 'total')?.className.trim()).to.equal('total has-failed')
  })

  it('take no value out of a form', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    await uploader.pick(await png('a.png'), await png('b.png'))
    await uploader.until('ready')
    await waitUntil(() => uploader.summary.includes('2 files uploaded'))
    expect(part(uploader.element, 'clear-button')).to.equal(null)
  })
})

describe('files that were refused', () => {
  it('are all named on request, with what is allowed', async () => {
    const uploader = await uploaderOn('works')
    await uploader.pick(
      ...['a', 'b', 'c', 'd', 'e'].map((name) => new File(['x'], `${name}.txt`, { type: 'text/plain' })),
    )
    await waitUntil(() => uploader.alert.includes('and 2 more'))
    expect(uploader.alert).not.to.contain('e.txt')
    part(uploader.element, 'expand-button')?.click()
    await waitUntil(() => uploader.alert.includes('e.txt'))
    expect(uploader.alert).to.contain('Allowed: JPEG').and.not.to.contain('more')
  })
})
