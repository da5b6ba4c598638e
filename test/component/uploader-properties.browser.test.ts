/** What a page sets wrong, takes away again, or sets to nothing. */
import { expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement } from '../../component/index.ts'
import { validateAttributes } from '../../component/validate-attributes.ts'
import { png, UploaderHarness, uploaderOn } from './uploader-harness.ts'

const { reportError } = window
let reported: string[] = []

beforeEach(() => {
  reported = []
  window.reportError = (error) => reported.push(String(error))
})

afterEach(() => {
  window.reportError = reportError
})

describe('attributes that are wrong', () => {
  const known = ['max-file-size', 'max-files', 'no-status', 'multiple', 'checksum', 'endpoint', 'concurrency']

  function faultsOf(markup: string): string[] {
    const template = document.createElement('template')
    template.innerHTML = `<s3-uploader ${markup}></s3-uploader>`
    const element = template.content.firstElementChild
    if (element === null) throw new Error('No element')
    return validateAttributes(element, known)
  }

  it('are named with what is right', () => {
    expect(faultsOf('max-file-size="10 meg" max-files="ten" checksum="SHA-256" endpoint="http://"')).to.eql([
      'max-file-size="10 meg" should be bytes, like 10485760, 10MB or 10MiB',
      'max-files="ten" should be a whole number',
      'checksum="SHA-256" should be auto, sha256 or none',
      'endpoint="http://" should be a URL or a path',
    ])
  })

  it('may have the names of properties, which HTML takes for others', () => {
    expect(faultsOf('maxFileSize="10MB" noStatus')).to.eql([
      'there is no maxfilesize: in HTML it is max-file-size',
      'there is no nostatus: in HTML it is no-status',
    ])
  })

  it('are neither the right ones nor what others put there', () => {
    const markup = 'max-file-size=" 1.5 GiB " max-files="3" multiple checksum="none" endpoint="/api/uploads"'
    expect(
      faultsOf(`${markup} class="wide" constructor data-files="many" aria-label="Photos" maxfilesizes="1"`),
    ).to.eql([])
  })

  it('are reported once when somebody is about to upload', async () => {
    const markup = '<s3-uploader max-files="ten" noresume retries="5"></s3-uploader>'
    const element = await fixture<S3UploaderElement>(markup)
    await element.load()
    await element.load()
    expect(reported).to.eql([
      'TypeError: <s3-uploader>: max-files="ten" should be a whole number',
      'TypeError: <s3-uploader>: there is no noresume: in HTML it is no-resume',
    ])
  })

  it('leave a required field required', async () => {
    const element = await fixture<S3UploaderElement>('<s3-uploader required min-files="two"></s3-uploader>')
    expect(element.checkValidity()).to.equal(false)
    // The pointer may be where the element is: what that loads reports before the next test.
    await element.load()
  })
})

describe('numbers', () => {
  const names = [
    'concurrency',
    'retries',
    'stall-timeout',
    'min-files',
    'max-files',
    'max-total-size',
  ].concat(...['file-size', 'width', 'height'].map((bound) => [`min-${bound}`, `max-${bound}`]))
  const propertyOf = (name: string) => name.replace(/-./g, ([, letter = '']) => letter.toUpperCase())

  const changes: readonly [string, number, (element: Element, name: string) => void][] = [
    ['are taken away', 0, (element, name) => element.removeAttribute(name)],
    ['are null', 0, (element, name) => Reflect.set(element, propertyOf(name), null)],
    ['are empty', names.length, (element, name) => element.setAttribute(name, '')],
    ['are none', names.length, (element, name) => element.setAttribute(name, 'many')],
  ]
  for (const [what, faults, change] of changes) {
    it(`fall back to the usual where they ${what}`, async () => {
      const element = document.createElement('s3-uploader')
      Object.assign(element, { endpoint: '/api/works', noStatus: true })
      for (const name of names) element.setAttribute(name, '0')
      for (const name of names) change(element, name)
      const uploader = new UploaderHarness(await fixture(html`${element}`))
      await uploader.pick(await png())
      await uploader.until('ready')
      expect(reported).to.have.length(faults)
    })
  }
})

for (const nothing of [null, undefined]) {
  it(`${nothing}, as frameworks set it, is nothing`, async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    const names = ['headers', 'credentials', 'metadata', 'validators', 'strings', 'route', 'checksum']
    for (const name of names) Reflect.set(uploader.element, name, nothing)
    await uploader.pick(await png())
    await uploader.until('ready')
  })
}
