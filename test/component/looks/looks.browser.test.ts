import { expect } from '@open-wc/testing'
import { png, type UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const find = ({ element }: UploaderHarness, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null
const names = ({ element }: UploaderHarness) => element.files.map(({ name }) => name[0]).join('')

describe('a gallery', () => {
  it('shows square cards, progress on the picture, and captions that go into the metadata', async () => {
    const uploader = await uploaderOn('works', { variant: 'gallery', captionField: 'alt', manual: true })
    await uploader.pick(await png('a.png'), await png('b.png'))
    await waitUntil(() => find(uploader, '.cards .thumbnail') !== null)
    const { width, height } = find(uploader, '.cards .thumbnail')?.getBoundingClientRect() ?? new DOMRect()
    expect(width).to.be.at.least(120).and.closeTo(height, 1)
    const field = find(uploader, '[part=caption]') as HTMLInputElement
    const label = find(uploader, '[part=caption-label]')
    expect(label?.textContent).to.equal('Picture description')
    expect(label?.checkVisibility() && field.labels?.[0]?.contains(label)).to.equal(true)
    expect(field.getAttribute('aria-label')).to.equal('Picture description: a.png')
    const heard: string[] = []
    uploader.element.addEventListener('input', () => heard.push('input'))
    field.value = 'A red square'
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
    expect(uploader.element.files[0]?.metadata).to.deep.equal({ alt: 'A red square' })
    expect(heard).to.deep.equal([])
    await expect(uploader.element).to.be.accessible()
  })

  it('draws only the cards in sight of thousands', async () => {
    const uploader = await uploaderOn('works', { variant: 'gallery', manual: true, noPreview: true })
    uploader.element.style.inlineSize = '400px'
    const files = Array.from(
      { length: 2_000 },
      (_, index) => new File(['x'], `${index + 1}.png`, { type: 'image/png' }),
    )
    await uploader.pick(...files)
    await waitUntil(() => find(uploader, '.cards.long') !== null && uploader.element.files.length === 2_000)
    const list = find(uploader, '.cards.long')
    if (list === null) throw new Error('No list')
    const box = (position: number) =>
      list.querySelector(`[aria-posinset="${position}"]`)?.getBoundingClientRect() ?? new DOMRect()
    // The first rows have been placed by the height of a list's row until the cards are measured.
    await waitUntil(() => box(9).top >= box(1).bottom && box(2).left >= box(1).right && box(1).height > 0)
    expect(box(1).width).to.be.at.least(120).and.below(300)
    expect(list.querySelectorAll('.card').length).to.be.lessThan(80)
    await waitUntil(() => {
      list.scrollTop = list.scrollHeight
      return box(2_000).height > 0
    })
    expect(list.querySelector('[aria-posinset="1"]')).to.equal(null)
    // More columns make it shorter: the present place is then beyond its end.
    const { scrollHeight } = list
    uploader.element.style.inlineSize = '750px'
    await waitUntil(() => list.scrollHeight < scrollHeight / 1.2 && box(2_000).height > 0)
    // The page changes the size of the cards alone, without a scroll or another size of the element.
    const columns = () => getComputedStyle(list).gridTemplateColumns.split(' ').length
    const before = columns()
    const drawn = () => [...list.querySelectorAll('.card')].map((card) => card.getBoundingClientRect())
    uploader.element.style.setProperty('--s3u-card-size', '300px')
    await waitUntil(() => columns() < before && new Set(drawn().map(({ left }) => left)).size === columns())
  })
})

describe('the order', () => {
  it('follows the arrow keys, and clicks on two handles', async () => {
    const uploader = await uploaderOn('works', { reorder: true, manual: true, noPreview: true })
    await uploader.pick(await png('a.png'), await png('b.png'), await png('c.png'))
    const handle = (row: number) => find(uploader, `li:nth-child(${row}) .move`)
    await waitUntil(() => handle(3) !== null)
    // The module that moves files is loaded with the first handle.
    await waitUntil(() => {
      handle(1)?.focus()
      handle(1)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))
      return names(uploader) === 'bca'
    })
    await waitUntil(() => uploader.focused?.getAttribute('aria-label') === 'Move a.png, 3 of 3')
    handle(1)?.click()
    handle(2)?.click()
    expect(names(uploader)).to.equal('cba')
  })
})

it('what is moved by a key is what is said to have moved, once', async () => {
  const uploader = await uploaderOn('works', { reorder: true, manual: true, noPreview: true })
  await uploader.pick(...(await Promise.all(['a', 'b'].map((letter) => png(`${letter}.png`)))))
  await waitUntil(() => uploader.spoken === '2 files added.')
  const press = (key: string) => {
    const handle = uploader.element.shadowRoot?.querySelector<HTMLElement>('[data-move]')
    handle?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }))
  }
  await waitUntil(() => {
    if (uploader.element.files[0]?.name === 'a.png') press('ArrowDown')
    return uploader.spoken.startsWith('a.png')
  })
  expect(uploader.spoken).to.equal('a.png moved to place 2 of 2.')
})

describe('one line', () => {
  it('shows one file, or a disclosure of several', async () => {
    const uploader = await uploaderOn('works', { variant: 'compact', manual: true })
    await uploader.pick(await png('a.png'))
    await waitUntil(() => find(uploader, '.line .row') !== null)
    expect(uploader.element.getBoundingClientRect().height).to.be.lessThan(60)
    await uploader.pick(await png('b.png'))
    await waitUntil(() => find(uploader, 'details summary')?.textContent?.includes('0 of 2 files done'))
    await expect(uploader.element).to.be.accessible()
  })
})

describe('one line with large letters in a narrow cell', () => {
  it('wraps, and stays inside', async () => {
    const uploader = await uploaderOn('works', { variant: 'compact', manual: true })
    const { element, chooseButton } = uploader
    element.style.fontSize = '32px'
    element.style.inlineSize = '180px'
    const end = () => Math.round(element.getBoundingClientRect().right)
    await waitUntil(() => chooseButton.getBoundingClientRect().height > 60)
    expect(chooseButton.getBoundingClientRect().right).to.be.at.most(end())
    await uploader.pick(await png('a.png'), await png('b.png'))
    expect(element.scrollWidth).to.be.at.most(180)
  })
})

describe('a portrait', () => {
  it('shows the picture in the frame, and its upload around it', async () => {
    const uploader = await uploaderOn('works', {
      variant: 'avatar',
      multiple: false,
      noStatus: true,
      noCrop: true,
    })
    await uploader.pick(await png('me.png'))
    await waitUntil(() => find(uploader, '.icon .portrait img') !== null)
    await uploader.until('ready')
    expect(uploader.chooseButton.textContent).to.equal('Replace')
    expect(find(uploader, '.ring')).to.equal(null)
    await expect(uploader.element).to.be.accessible()
  })
})
