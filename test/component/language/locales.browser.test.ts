/** Words and numbers in the language of the page, loaded when they are needed. */
import { expect, fixture, html } from '@open-wc/testing'
import { type Locale, registerLocale, type S3UploaderElement } from '../../../component/index.ts'
import { png, UploaderHarness } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const page = document.documentElement
const { error } = console

afterEach(() => {
  page.removeAttribute('lang')
  page.removeAttribute('dir')
  console.error = error
})

const element = (locale?: string) =>
  fixture<S3UploaderElement>(
    html`<s3-uploader endpoint="/api/works" max-file-size="1100000" manual locale=${locale}></s3-uploader>`,
  )
const words = ({ shadowRoot }: S3UploaderElement) => shadowRoot?.querySelector<HTMLElement>('.words')
const button = ({ shadowRoot }: S3UploaderElement) => shadowRoot?.querySelector('.choose')?.textContent
const says = async (uploader: S3UploaderElement, text: string) => waitUntil(() => button(uploader) === text)

describe('an element', () => {
  it('is English, and says so, until the words of its page are there', async () => {
    page.lang = 'de'
    const uploader = await element()
    expect([button(uploader), words(uploader)?.lang]).to.deep.equal(['Choose a file', 'en'])
    expect(uploader.shadowRoot?.querySelector('.hint')?.textContent).to.contain('up to 1.1 MB each')
    await says(uploader, 'Datei auswählen')
    expect([words(uploader)?.lang, words(uploader)?.dir]).to.deep.equal(['de', 'ltr'])
    expect(uploader.shadowRoot?.querySelector('.hint')?.textContent).to.contain('je bis zu 1,1 MB')
  })

  it('has list, buttons, errors and form in the language too', async () => {
    page.lang = 'uk'
    const uploader = new UploaderHarness(await element())
    await says(uploader.element, 'Вибрати файл')
    await uploader.pick(await png())
    await waitUntil(() => uploader.rows.length === 1)
    expect(uploader.rows[0]?.text).to.contain('Не розпочато')
    expect(uploader.summary).to.contain('Готово: 0 з 1 файлу')
    expect(uploader.element.validationMessage).to.equal('Спершу натисніть «Надіслати».')
    await uploader.pick(new File(['x'], 'a.exe', { type: 'application/x-msdownload' }))
    await waitUntil(() => uploader.element.shadowRoot?.querySelector('.rejections') != null)
    expect(uploader.element.shadowRoot?.querySelector('.rejections')?.textContent).to.contain(
      '1 файл не можна надіслати',
    )
  })

  it('follows the nearest lang when it changes, on ancestors and across shadow roots', async () => {
    page.lang = 'fr'
    const outer = await fixture<HTMLElement>(html`<div></div>`)
    const inner = document.createElement('div')
    outer.attachShadow({ mode: 'open' }).append(inner)
    const uploader = document.createElement('s3-uploader')
    inner.append(uploader)
    await says(uploader, 'Choisir un fichier')
    page.lang = 'it'
    await says(uploader, 'Scegli un file')
    inner.lang = 'ja'
    await says(uploader, 'ファイルを選択')
    uploader.lang = 'ko_KR'
    await says(uploader, '파일 선택')
    expect(words(uploader)?.lang).to.equal('ko-KR')
    uploader.locale = 'pl'
    await says(uploader, 'Wybierz plik')
    uploader.removeAttribute('lang')
    inner.removeAttribute('lang')
    uploader.locale = 'no such tag'
    await says(uploader, 'Scegli un file')
    page.removeAttribute('lang')
    await says(uploader, 'Choose a file')
  })

  it('runs from right to left with its words, on any page', async () => {
    const uploader = await element('ar')
    await says(uploader, 'اختيار ملف')
    const box = (selector: string) => uploader.shadowRoot?.querySelector(selector)?.getBoundingClientRect()
    expect(words(uploader)?.dir).to.equal('rtl')
    expect(box('.icon')?.left).to.be.greaterThan(box('.choose')?.right ?? Number.POSITIVE_INFINITY)
    uploader.locale = 'en'
    await says(uploader, 'Choose a file')
    expect(box('.icon')?.right).to.be.at.most(box('.choose')?.left ?? 0)
  })

  it('is English in a language that has no words, traditional Chinese for one', async () => {
    const uploader = await element('zh-TW')
    const other = await element('zh-CN')
    await says(other, '选择文件')
    expect([button(uploader), words(uploader)?.lang]).to.deep.equal(['Choose a file', 'en'])
  })

  it('puts the page’s own words over those of the locale', async () => {
    const uploader = await element('nl')
    uploader.strings = { dropHint: (() => 5) as never, upToSize: (size, locale) => `${size} ${locale}` }
    await says(uploader, 'Bestand kiezen')
    expect(uploader.shadowRoot?.querySelector('.hint')?.textContent).to.contain('1,1 MB nl')
    expect(uploader.shadowRoot?.querySelector('.drop-hint')?.textContent).to.equal('of hierheen slepen')
  })
})

describe('a locale of the page', () => {
  it('is loaded with the first element in it, and English fills its gaps', async () => {
    let loads = 0
    registerLocale('sv', async () => {
      loads += 1
      return { messages: { chooseFile: 'Välj en fil' } satisfies Locale }
    })
    const [uploader, other] = [await element('sv-SE'), await element('sv-FI')]
    await says(uploader, 'Välj en fil')
    await says(other, 'Välj en fil')
    expect(loads).to.equal(1)
    expect(words(uploader)?.lang).to.equal('sv-SE')
    expect(uploader.shadowRoot?.querySelector('.drop-hint')?.textContent).to.equal('or drop here')
  })

  it('replaces a shipped one at once', async () => {
    const uploader = await element('tr')
    await says(uploader, 'Dosya seç')
    registerLocale('tr', { chooseFile: 'Belge seç' })
    await says(uploader, 'Belge seç')
  })

  it('that fails to load is reported once, and English stays', async () => {
    const reported: unknown[] = []
    console.error = (...details: unknown[]) => reported.push(details[0])
    registerLocale('fi', () => Promise.reject(new TypeError('offline')))
    const [uploader, other] = [await element('fi'), await element('fi')]
    await waitUntil(() => reported.length > 0)
    await Promise.all([uploader.updateComplete, other.updateComplete])
    expect(reported).to.deep.equal(['<s3-uploader>: the locale fi failed to load; its words are English.'])
    expect([button(uploader), words(uploader)?.lang]).to.deep.equal(['Choose a file', 'en'])
    await new UploaderHarness(uploader).pick(await png())
    await waitUntil(() => uploader.files.length === 1)
  })
})
