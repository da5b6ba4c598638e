import { aTimeout, expect, fixture, html } from '@open-wc/testing'
import { png, UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const names = (uploader: UploaderHarness) => uploader.rows.map((row) => row.text.split('.')[0]).join('')

async function listed(...letters: string[]): Promise<UploaderHarness> {
  const uploader = await uploaderOn('works', { manual: true, noPreview: true })
  await uploader.pick(...(await Promise.all(letters.map((letter) => png(`${letter}.png`)))))
  await waitUntil(() => uploader.rows.length === letters.length)
  return uploader
}

describe('a row that is moved', () => {
  it('is drawn at its new place, and the page hears of it', async () => {
    const uploader = await listed('a', 'b', 'c')
    const orders: string[] = []
    document.body.addEventListener(
      'files-reorder',
      ({ detail }) => orders.push(detail.uploads.map(({ name }) => name[0]).join('')),
      { once: true },
    )
    expect(uploader.element.move(uploader.element.files[2]?.id ?? '', 0)).to.equal(true)
    await uploader.element.updateComplete
    expect(names(uploader)).to.equal('cab')
    expect(orders).to.deep.equal(['cab'])
    expect(uploader.element.move('unknown', 0)).to.equal(false)
  })

  it('keeps the focus at every place of the list', async () => {
    const uploader = await listed('a', 'b', 'c', 'd')
    const { element } = uploader
    const button = uploader.rows[1]?.button('Remove')
    button?.focus()
    const id = element.files[1]?.id ?? ''
    for (const [place, order] of [
      [0, 'bacd'],
      [1, 'abcd'],
      [3, 'acdb'],
      [2, 'acbd'],
    ] as const) {
      element.move(id, place)
      await element.updateComplete
      expect(names(uploader)).to.equal(order)
      // Compared here: a failed comparison of elements would be printed for minutes.
      expect(uploader.focused === button, order).to.equal(true)
    }
    element.move(element.files[0]?.id ?? '', 3)
    await element.updateComplete
    expect(uploader.focused === button).to.equal(true)
  })

  it('of a long list is drawn where it now is', async () => {
    const uploader = await uploaderOn('works', { manual: true, noPreview: true })
    const { element } = uploader
    await uploader.pick(
      ...Array.from({ length: 500 }, (_, index) => new File(['x'], `${index}.png`, { type: 'image/png' })),
    )
    await waitUntil(() => element.files.length === 500)
    const last = element.files[499]?.id ?? ''
    element.move(last, 1)
    await element.updateComplete
    await aTimeout(50)
    const row = element.shadowRoot?.querySelector(`.row[data-id="${last}"]`)
    expect(row?.getAttribute('aria-posinset')).to.equal('2')
    const first = element.shadowRoot?.querySelector('.row')
    expect(row?.getBoundingClientRect().top).to.be.closeTo(first?.getBoundingClientRect().bottom ?? 0, 12)
  })

  it('is submitted in its new place, even in the same turn, and says so', async () => {
    const form = await fixture<HTMLFormElement>(html`<form>
      <s3-uploader name="photos" endpoint="/api/works" multiple no-status></s3-uploader>
    </form>`)
    const element = form.querySelector('s3-uploader')
    if (element === null) throw new Error('No element')
    await element.updateComplete
    const uploader = new UploaderHarness(element)
    await uploader.pick(await png('a.png'), await png('b.png'), await png('c.png'))
    await uploader.until('ready')
    const [a, b, c] = element.files
    const changes: string[] = []
    for (const name of ['input', 'change'])
      element.addEventListener(name, () => changes.push(`${name} ${element.value[0] === c?.key}`))
    const heard: unknown[][] = []
    element.addEventListener('files-reorder', () => heard.push(new FormData(form).getAll('photos')))
    element.move(c?.id ?? '', 0)
    const order = [c?.key, a?.key, b?.key]
    expect(new FormData(form).getAll('photos')).to.deep.equal(order)
    expect(heard).to.deep.equal([order])
    expect(element.value).to.deep.equal(order)
    await element.updateComplete
    expect(changes).to.deep.equal(['input true', 'change true'])
  })
})

describe('a file with a caption', () => {
  it('says it in its snapshot and gets it back with the variants', async () => {
    const uploader = await uploaderOn('works', { metadata: { album: '42' }, manual: true })
    const { element } = uploader
    element.addEventListener('files-add', (event) => {
      for (const file of event.detail.files) event.setMetadata(file, { caption: file.name })
    })
    await element.load()
    await uploader.pick(await png('a.png'), await png('b.png'))
    await waitUntil(() => element.files.length === 2)
    expect(element.files.map(({ metadata }) => metadata)).to.deep.equal([
      { caption: 'a.png' },
      { caption: 'b.png' },
    ])
    const [first] = element.files
    expect(element.setMetadata(first?.id ?? '', { caption: 'Ä', alt: 'a' })).to.equal(true)
    element.upload()
    await uploader.until('ready')
    expect(element.files.map(({ metadata }) => metadata)).to.deep.equal([
      { caption: 'Ä', alt: 'a', album: '42' },
      { caption: 'b.png', album: '42' },
    ])
    expect(element.setMetadata(first?.id ?? '', { caption: 'Ö' })).to.equal(true)
    expect(element.files[0]?.metadata).to.deep.equal({ caption: 'Ö' })
  })
})

describe('a store that falls silent', () => {
  it('is left after the timeout, tried again, and told each time', async () => {
    const uploader = await uploaderOn('s3-silent', { stallTimeout: 100, retries: 1 })
    const { element } = uploader
    const seen: string[] = []
    const startedAt = performance.now()
    const stalledAt: number[] = []
    const rows: string[] = []
    for (const name of ['upload-stalled', 'upload-retry', 'upload-error'] as const)
      element.addEventListener(name, (event) => {
        seen.push(`${name} ${event.detail.upload.failures}`)
        if (name !== 'upload-stalled') return
        stalledAt.push(performance.now() - startedAt)
        // What is drawn follows within a frame.
        setTimeout(() => {
          const bar = element.shadowRoot?.querySelector('progress')
          rows.push(`${uploader.rows[0]?.text} ${bar?.value}`)
        }, 50)
      })
    await uploader.pick(await png())
    await uploader.until('failed')
    expect(rows[0]).to.match(/ · (Connection lost, trying again( in \d+ sec)? \(1 of 1\)|Trying again) 0$/)
    expect(seen).to.deep.equal(['upload-stalled 1', 'upload-retry 1', 'upload-stalled 1', 'upload-error 0'])
    expect(element.files[0]?.error?.code).to.equal('stalled')
    expect(stalledAt[0]).to.be.greaterThan(400)
  })
})
