/** Where pages put the element, and which of their styles reach it. */
import { expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement, UploadStatus } from '../../../component/index.ts'
import { png, UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const PLACES = {
  'a dialog': '<dialog open><s3-uploader></s3-uploader></dialog>',
  'a flex box': '<div style="display: flex"><s3-uploader></s3-uploader><p>Beside</p></div>',
  'a centred flex box':
    '<div style="display: flex; flex-direction: column; align-items: center"><s3-uploader></s3-uploader></div>',
  'a float': '<div style="float: left"><s3-uploader></s3-uploader></div>',
  'an inline block': '<div style="display: inline-block"><s3-uploader></s3-uploader></div>',
  'a column of a grid':
    '<div style="display: grid; grid-template-columns: auto 1fr"><s3-uploader></s3-uploader><p>Beside</p></div>',
  'a table cell': '<table><tr><td><s3-uploader></s3-uploader></td></tr></table>',
}
const VARIANTS = ['list', 'gallery', 'compact', 'button', 'avatar'] as const

async function placed(markup: string, settings: Partial<S3UploaderElement> = {}): Promise<UploaderHarness> {
  const place = await fixture<HTMLElement>(html`<div style="inline-size: 600px"></div>`)
  place.innerHTML = markup
  const element = place.querySelector<S3UploaderElement>('s3-uploader')
  if (element === null) throw new Error('No element in the markup')
  Object.assign(element, {
    endpoint: '/api/works',
    multiple: true,
    manual: true,
    noPreview: true,
    ...settings,
  })
  await element.updateComplete
  return new UploaderHarness(element)
}

describe('the element has a width of its own in', () => {
  for (const [place, markup] of Object.entries(PLACES)) {
    for (const variant of VARIANTS) {
      it(`${place}, as ${variant}`, async () => {
        const { element } = await placed(markup, { variant })
        await element.load()
        const width = () => element.getBoundingClientRect().width
        await waitUntil(() => width() >= 200 && width() <= 330)
      })
    }
  }

  it('a flex box that has less, and becomes narrower', async () => {
    const { element } = await placed(
      '<div style="display: flex; inline-size: 180px"><s3-uploader></s3-uploader></div>',
    )
    expect(element.getBoundingClientRect().width).to.equal(180)
  })
})

it('a gallery is not wider than its box', async () => {
  const uploader = await placed('<div style="overflow: auto"><s3-uploader></s3-uploader></div>', {
    variant: 'gallery',
  })
  await uploader.pick(await png('a.png'), await png('b.png'))
  await waitUntil(() => uploader.element.shadowRoot?.querySelectorAll('.card').length === 2)
  const box = uploader.element.parentElement
  expect(box?.scrollWidth).to.equal(box?.clientWidth)
})

it('a centred page in capitals without line breaks leaves names and sizes as they are', async () => {
  const style = 'text-align: center; text-transform: uppercase; white-space: nowrap'
  const uploader = await placed(`<div style="${style}"><s3-uploader></s3-uploader></div>`)
  await uploader.pick(await png('Harbour.png'))
  const root = uploader.element.shadowRoot
  await waitUntil(() => root?.querySelector('.meta') !== null)
  const meta = root?.querySelector('.meta')
  if (meta === null || meta === undefined) throw new Error('No size')
  const { textTransform, whiteSpace } = getComputedStyle(meta)
  expect([textTransform, whiteSpace]).to.deep.equal(['none', 'normal'])
  const words = document.createRange()
  words.selectNodeContents(meta)
  expect(words.getBoundingClientRect().left).to.be.closeTo(meta.getBoundingClientRect().left, 1)
})

it('a row is as high with a bar as without one, so that nothing moves when a file is done', async () => {
  const heightOf = async (backend: 'works' | 's3-silent', status: UploadStatus, manual: boolean) => {
    const uploader = await uploaderOn(backend, { manual, noStatus: true, noPreview: true })
    await uploader.pick(await png())
    await uploader.until(status)
    const row = uploader.element.shadowRoot?.querySelector('.row')
    const bars = uploader.element.shadowRoot?.querySelectorAll('.row progress').length
    const height = Math.round(row?.getBoundingClientRect().height ?? 0)
    uploader.element.clear()
    return { bars, height }
  }
  const waiting = await heightOf('works', 'queued', true)
  const sending = await heightOf('s3-silent', 'uploading', false)
  const done = await heightOf('works', 'ready', false)
  expect([waiting.bars, sending.bars, done.bars]).to.deep.equal([0, 1, 0])
  expect([sending.height, done.height]).to.deep.equal([waiting.height, waiting.height])
})
