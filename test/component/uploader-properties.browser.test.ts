/** What a page sets wrong, takes away again, or sets to nothing. */
import { expect, fixture, html } from '@open-wc/testing'
import { S3UploaderElement } from '../../component/index.ts'
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

  it('are reported once when a pointer, the keyboard or a file comes near', async () => {
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

describe('anything', () => {
  const hostile: unknown = Object.create(null)
  const values: [string, unknown][] = [
    ['null', null],
    ['undefined', undefined],
    ['an empty text', ''],
    ['a text', 'f'],
    ['a number', 7],
    ['a negative number', -1],
    ['no number', Number.NaN],
    ['true', true],
    ['a list', [1, 'two', null]],
    ['an object', { status: null, summary: 3, error: () => undefined }],
    ['an object without a prototype', hostile],
    ['a symbol', Symbol('s')],
    ['a bigint', 7n],
    ['a date', new Date(0)],
    [
      'a function that throws',
      () => {
        throw new Error('of the page')
      },
    ],
  ]
  const readOnly = ['files', 'interrupted', 'value', 'form', 'validity', 'validationMessage', 'willValidate']

  for (const [what, value] of values) {
    it(`can be assigned to every property: ${what}`, async () => {
      const uploader = await uploaderOn('works', { noStatus: true, manual: true })
      const { element } = uploader
      await uploader.pick(await png())
      await uploader.until('queued')
      const declared = [...S3UploaderElement.elementProperties].filter(([, { state }]) => state !== true)
      const names = [...declared.map(([name]) => String(name)), ...readOnly]
      for (const name of names) Reflect.set(element, name, value)
      for (const name of names) expect(() => Object.assign(element, { [name]: value }), name).not.to.throw()
      await element.updateComplete
      expect(uploader.zone.textContent?.trim()).not.to.equal('')
      element.remove()
      document.body.append(element)
      await element.updateComplete
      element.remove()
    })
  }

  it('that is nothing leaves an element that uploads as usual', async () => {
    const names = [...S3UploaderElement.elementProperties.keys()].filter(
      (name) => !['ui', 'held', 'notLoaded', 'disabledByForm'].includes(String(name)),
    )
    for (const nothing of [null, undefined, Number.NaN, {}]) {
      const element = document.createElement('s3-uploader')
      for (const name of names) {
        const { type } = S3UploaderElement.elementProperties.get(name) ?? {}
        if (
          !(
            nothing instanceof Object &&
            (type === Boolean || ['accept', 'name', 'capture', 'route'].includes(String(name)))
          )
        )
          Reflect.set(element, name, nothing)
      }
      Object.assign(element, { endpoint: '/api/works', route: 'default', accept: null, noStatus: true })
      const uploader = new UploaderHarness(await fixture(html`${element}`))
      await uploader.pick(await png())
      await uploader.until('ready')
    }
  })

  it('is what it means', () => {
    const element = document.createElement('s3-uploader')
    const read = (name: string, value: unknown): unknown => {
      Reflect.set(element, name, value)
      return Reflect.get(element, name)
    }
    expect(read('maxFileSize', '10MB')).to.equal(10_000_000)
    expect(read('maxFileSize', 5)).to.equal(5)
    expect(read('maxFileSize', 'ten')).to.equal(undefined)
    expect(read('multiple', '')).to.equal(false)
    expect(read('multiple', 'multiple')).to.equal(true)
    expect(read('endpoint', new URL('https://example.com/api'))).to.equal('https://example.com/api')
    expect(read('endpoint', null)).to.equal('/uploads')
    expect(read('endpoint', ''), 'Vue assigns this for undefined').to.equal('/uploads')
    expect(read('route', undefined)).to.equal('default')
    expect(read('checksum', 'md5')).to.equal('auto')
    expect(read('credentials', 'maybe')).to.equal('same-origin')
    const validator = () => 'no'
    expect(read('validators', validator)).to.deep.equal([validator])
    expect(read('validators', [validator, 'x', null])).to.deep.equal([validator])
    expect(read('strings', 'x')).to.deep.equal({})
    expect(read('headers', null)).to.deep.equal({})
  })

  it('that a framework passes as form and value is no error', async () => {
    const page = await fixture<HTMLElement>(html`<div><form id="f"></form></div>`)
    const element = document.createElement('s3-uploader')
    page.append(element)
    Reflect.set(element, 'form', 'f')
    expect(element.form).to.equal(page.querySelector('form'))
    Reflect.set(element, 'form', undefined)
    expect(element.form).to.equal(null)
    Object.assign(element, { endpoint: '/api/works', noStatus: true })
    const uploader = new UploaderHarness(element)
    await uploader.pick(await png())
    await uploader.until('ready')
    Reflect.set(element, 'value', ['another'])
    expect(element.value).to.have.length(1)
    Reflect.set(element, 'value', '')
    expect(element.value).to.have.length(0)
  })
})

describe('words of the page', () => {
  it('replace the English ones each by itself, within groups too', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    Reflect.set(uploader.element, 'strings', { status: { ready: 'Fertig' }, startAll: 5, summary: 'alle' })
    await uploader.pick(await png())
    uploader.element.pause()
    await uploader.until('paused')
    expect(uploader.rows[0]?.text).to.contain('Paused')
    expect(uploader.summary).to.contain('0 of 1 file done')
  })

  it('that throw are reported, and English stands for them', async () => {
    const uploader = await uploaderOn('stranger')
    uploader.element.strings = {
      errors: {
        unauthorized: () => {
          throw new Error('no sentence')
        },
      },
    }
    await uploader.pick(await png())
    await uploader.until('failed')
    expect(uploader.rows[0]?.text).to.contain('Please sign in again.')
    expect(reported).to.include('Error: no sentence')
  })
})

it('a property is read anew when it was assigned before the class was defined', async () => {
  const tag = 's3-uploader-late'
  const element = document.createElement(tag)
  const page = await fixture<HTMLElement>(html`<div><form id="late"></form></div>`)
  page.append(element)
  Object.assign(element, {
    files: undefined,
    value: undefined,
    form: 'late',
    endpoint: '/api/works',
    name: 'a',
  })
  customElements.define(tag, class extends S3UploaderElement {})
  const uploader = element as S3UploaderElement
  await uploader.updateComplete
  const { files, value, form, endpoint } = uploader
  expect([files, value, endpoint]).to.deep.equal([[], [], '/api/works'])
  expect(form).to.equal(page.querySelector('form'))
})
