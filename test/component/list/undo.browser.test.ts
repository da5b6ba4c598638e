/** Removing rows with the keyboard, and taking that back. */
import { aTimeout, expect, fixture, html } from '@open-wc/testing'
import { png, UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const bar = ({ element }: UploaderHarness) => element.shadowRoot?.querySelector<HTMLElement>('[part=undo]')
const undo = ({ element }: UploaderHarness) =>
  element.shadowRoot?.querySelector<HTMLButtonElement>('[part=undo-button]')
const names = (uploader: UploaderHarness) => uploader.element.files.map(({ name }) => name).join(' ')

async function listed(...files: string[]): Promise<UploaderHarness> {
  const uploader = await uploaderOn('works', { manual: true, noPreview: true })
  await uploader.pick(...(await Promise.all(files.map((name) => png(name)))))
  await waitUntil(() => uploader.rows.length === files.length)
  return uploader
}

describe('a removed row', () => {
  it('leaves the focus on the next row, not on its buttons, then on the one before', async () => {
    const uploader = await listed('a.png', 'b.png', 'c.png')
    for (const [index, next] of [
      [1, 'c.png'],
      [1, 'a.png'],
    ] as const) {
      uploader.rows[index]?.button('Remove').click()
      await waitUntil(() => uploader.focused?.textContent?.includes(next) ?? false)
      expect(uploader.focused?.localName).to.equal('li')
    }
    uploader.rows[0]?.button('Remove').click()
    await waitUntil(() => uploader.focused === uploader.chooseButton)
    await waitUntil(() => bar(uploader)?.textContent?.replace(/\s+/g, ' ').trim() === '3 files removed. Undo')
  })

  it('returns to its place with Undo, and gets the focus', async () => {
    const uploader = await listed('a.png', 'b.png', 'c.png')
    const heard: string[] = []
    uploader.element.addEventListener('file-remove-undo', (event) =>
      heard.push(...event.detail.uploads.map(({ name }) => name)),
    )
    uploader.rows[1]?.button('Remove').click()
    await waitUntil(() => bar(uploader)?.textContent?.includes('b.png removed.') ?? false)
    expect(names(uploader)).to.equal('a.png c.png')
    await waitUntil(() => uploader.spoken.includes('b.png removed. Undo is after the list.'), 'spoken', {
      timeout: 7_000,
    })
    undo(uploader)?.click()
    await waitUntil(() => uploader.focused?.textContent?.includes('b.png') ?? false)
    expect(names(uploader)).to.equal('a.png b.png c.png')
    expect(bar(uploader)).to.equal(null)
    expect(heard).to.deep.equal(['b.png'])
  })

  it('is gone after the time of `undo-timeout`, and at once with 0', async () => {
    const uploader = await listed('a.png', 'b.png')
    uploader.element.undoTimeout = 200
    uploader.rows[0]?.button('Remove').click()
    await waitUntil(() => bar(uploader))
    // The time does not end under the focus.
    undo(uploader)?.focus()
    await aTimeout(400)
    expect(bar(uploader)).to.be.instanceOf(HTMLElement)
    undo(uploader)?.blur()
    await waitUntil(() => bar(uploader) === null)
    expect(uploader.element.undoRemove()).to.deep.equal([])

    uploader.element.undoTimeout = 0
    uploader.rows[0]?.button('Remove').click()
    await waitUntil(() => uploader.rows.length === 0)
    expect(bar(uploader)).to.equal(null)
  })

  it('takes its key out of the form and brings it back', async () => {
    const form = await fixture<HTMLFormElement>(html`<form>
      <s3-uploader name="photos" endpoint="/api/works" multiple no-status></s3-uploader>
    </form>`)
    const element = form.querySelector('s3-uploader')
    if (element === null) throw new Error('No element')
    await element.updateComplete
    const uploader = new UploaderHarness(element)
    await uploader.pick(await png('a.png'), await png('b.png'))
    await uploader.until('ready')
    const all = [...element.value]
    const sent = () => new FormData(form).getAll('photos')
    uploader.rows[0]?.button('Remove').click()
    await waitUntil(() => element.value.length === 1)
    expect(sent()).to.deep.equal([all[1]])
    undo(uploader)?.click()
    await waitUntil(() => element.value.length === 2)
    expect(sent()).to.deep.equal(all)

    element.clear('undoable')
    expect(sent()).to.deep.equal([])
    element.undoRemove()
    expect(sent()).to.deep.equal(all)
    form.reset()
    expect(element.undoRemove(), 'a reset is final').to.deep.equal([])
  })

  it('is gone when files are added or the page is left', async () => {
    const uploader = await listed('a.png', 'b.png', 'c.png')
    uploader.rows[0]?.button('Remove').click()
    await waitUntil(() => bar(uploader))
    await uploader.pick(await png('d.png'))
    await waitUntil(() => bar(uploader) === null)
    uploader.rows[0]?.button('Remove').click()
    await waitUntil(() => bar(uploader))
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    await waitUntil(() => bar(uploader) === null)
    expect(names(uploader)).to.equal('c.png d.png')
  })
})
