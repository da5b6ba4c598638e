/** Pages say what language they are in, or something else: an element works in all of them. */
import { expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement } from '../../../component/index.ts'
import { namedLanguage } from '../../../component/text/named-language.ts'
import { png, UploaderHarness } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const page = document.documentElement

afterEach(() => page.removeAttribute('lang'))

async function germanWords(lang: string): Promise<UploaderHarness> {
  page.lang = lang
  const element = await fixture<S3UploaderElement>(
    html`<s3-uploader endpoint="/api/works" max-file-size="1100000" manual></s3-uploader>`,
  )
  element.strings = { upToSize: (size) => `bis ${size}` }
  await element.updateComplete
  return new UploaderHarness(element)
}

describe('the language of the page', () => {
  for (const lang of [
    'en_US',
    'de_DE.UTF-8',
    'zh_Hans',
    'C',
    'x',
    '*',
    '',
    ' ',
    'no such language',
    'i-klingon',
  ]) {
    it(`may be ${JSON.stringify(lang)}`, async () => {
      const uploader = await germanWords(lang)
      await waitUntil(() => /bis 1[.,٫]1/.test(uploader.zone.textContent ?? ''))
      await uploader.pick(await png())
      await waitUntil(() => uploader.rows.length === 1)
      uploader.element.upload()
      await uploader.until('ready')
    })
  }

  it('may change to no language at all', async () => {
    const uploader = await germanWords('de')
    page.lang = 'x'
    await uploader.pick(await png())
    await waitUntil(() => uploader.rows.length === 1)
  })

  it('is found wherever the element is', async () => {
    page.lang = 'fr'
    const outer = await fixture<HTMLElement>(html`<div lang="de_AT"></div>`)
    const inner = document.createElement('div')
    outer.attachShadow({ mode: 'closed' }).append(inner)
    const deep = document.createElement('p')
    inner.attachShadow({ mode: 'open' }).append(deep)
    expect(namedLanguage(deep)).to.equal('de_AT')
    inner.lang = 'it'
    expect(namedLanguage(deep)).to.equal('it')
    deep.lang = 'nb_NO'
    expect(namedLanguage(deep)).to.equal('nb_NO')
    outer.removeAttribute('lang')
    inner.removeAttribute('lang')
    deep.removeAttribute('lang')
    expect(namedLanguage(deep)).to.equal('fr')
    expect(namedLanguage(document.createElement('p'))).to.equal('')
  })
})

describe('words and numbers', () => {
  it('are English together on a page in a language without a locale, and say so', async () => {
    page.lang = 'sv'
    const element = await fixture<S3UploaderElement>(
      html`<s3-uploader endpoint="/api/works" max-file-size="1100000" manual></s3-uploader>`,
    )
    const uploader = new UploaderHarness(element)
    expect(uploader.zone.textContent).to.contain('up to 1.1 MB each')
    const english = (selector: string) =>
      element.shadowRoot?.querySelector(selector)?.closest('[lang]')?.getAttribute('lang')
    expect(english('.choose')).to.equal('en')
    await uploader.pick(new File([new Uint8Array(1_050_000)], 'foto.png', { type: 'image/png' }))
    await waitUntil(() => uploader.rows.length === 1)
    expect(uploader.rows[0]?.text).to.contain('1.1 MB · Not started')
    expect([english('.meta'), english('.summary'), english('[role=status]'), english('.name')]).to.deep.equal(
      ['en', 'en', 'en', ''],
    )
  })

  it('are those of the page together where it has its own', async () => {
    const uploader = await germanWords('de_DE')
    await waitUntil(() => uploader.zone.textContent?.includes('bis 1,1 MB') ?? false)
    const { shadowRoot } = uploader.element
    expect(shadowRoot?.querySelector('.choose')?.closest('[lang]')).to.have.property('lang', 'de-DE')
    await uploader.pick(new File([new Uint8Array(1_050_000)], 'foto.png', { type: 'image/png' }))
    await waitUntil(() => uploader.rows.length === 1)
    expect(uploader.rows[0]?.text).to.contain('1,1 MB')
  })
})
