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
