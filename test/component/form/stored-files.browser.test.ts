/** Files that are stored already: of an edit form, for example. */
import { expect, fixture } from '@open-wc/testing'
import type { S3UploaderElement } from '../../../component/index.ts'
import { png, UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const { reportError } = window
let reported: string[] = []

beforeEach(() => {
  reported = []
  window.reportError = (error) => reported.push(String(error))
})

afterEach(() => {
  window.reportError = reportError
})

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='
const STORED = [
  { key: 'uploads/1', name: 'harbour.jpg', size: 1200, type: 'image/jpeg', thumbnailUrl: PIXEL },
  { key: 'uploads/2', name: 'terms.pdf', size: 3400, type: 'application/pdf' },
]

async function editForm(value: string = JSON.stringify(STORED), attributes = '') {
  const form = await fixture<HTMLFormElement>('<form></form>')
  form.innerHTML = `<s3-uploader name="photos" endpoint="/api/works" multiple no-status ${attributes}></s3-uploader>`
  const element = form.firstElementChild as S3UploaderElement
  element.setAttribute('value', value)
  await element.updateComplete
  const submitted = () => new FormData(form).getAll('photos')
  const changes: (readonly string[])[] = []
  form.addEventListener('change', () => changes.push(element.value))
  const rowed = async (count: number) => {
    await element.load()
    await waitUntil(() => uploader.rows.length === count)
  }
  const uploader = new UploaderHarness(element)
  return { form, element, uploader, submitted, changes, rowed }
}

const keysOf = (element: S3UploaderElement) => element.files.map(({ key }) => key)

describe('stored files in the value attribute', () => {
  it('are in the form before the uploader module is loaded, and make it valid', async () => {
    const { form, element, submitted } = await editForm(undefined, 'required')
    expect(submitted()).to.deep.equal(['uploads/1', 'uploads/2'])
    expect(element.value).to.deep.equal(['uploads/1', 'uploads/2'])
    expect(form.checkValidity()).to.equal(true)
  })

  it('are rows with name, size and thumbnail, without a summary or a word of uploads', async () => {
    const { uploader, element, changes, rowed } = await editForm()
    await rowed(2)
    expect(uploader.rows[0]?.text).to.contain('harbour.jpg').and.to.contain('1.2 kB').and.to.contain('Saved')
    expect(uploader.rows[0]?.image?.src).to.equal(PIXEL)
    expect(uploader.rows[1]?.image).to.equal(null)
    expect(element.shadowRoot?.querySelector('.summary')).to.equal(null)
    expect(uploader.spoken).to.equal('')
    expect(changes).to.deep.equal([])
    expect(element.files[0]).to.include({ origin: 'stored', status: 'ready', file: null, size: 1200 })
    expect(element.matches(':state(empty)')).to.equal(false)
  })

  it('can be removed, moved and joined by new ones; a reset brings them back', async () => {
    const { form, element, uploader, submitted, changes, rowed } = await editForm()
    await rowed(2)
    uploader.rows[0]?.button('Remove harbour').click()
    await rowed(1)
    expect(submitted()).to.deep.equal(['uploads/2'])
    await uploader.pick(await png('new.png'))
    await uploader.until('ready')
    const added = element.files[1]?.key ?? ''
    expect(submitted()).to.deep.equal(['uploads/2', added])
    element.move(element.files[1]?.id ?? '', 0)
    expect(submitted()).to.deep.equal([added, 'uploads/2'])
    expect(changes.at(-1)).to.deep.equal([added, 'uploads/2'])
    expect(uploader.summary).to.contain('1 file')
    form.reset()
    expect(submitted()).to.deep.equal(['uploads/1', 'uploads/2'])
    await waitUntil(() => uploader.rows[0]?.text.includes('harbour.jpg') === true)
  })

  it('follow the attribute until the visitor changes the list', async () => {
    const { element, uploader, submitted, rowed } = await editForm('uploads/9')
    await rowed(1)
    element.setAttribute('value', '["uploads/1","uploads/2"]')
    await rowed(2)
    uploader.rows[1]?.button('Remove').click()
    await rowed(1)
    element.setAttribute('value', '["uploads/7"]')
    await element.updateComplete
    expect(submitted()).to.deep.equal(['uploads/1'])
  })

  it('count for min-files and max-files, and the message says the number', async () => {
    const { element } = await editForm(undefined, 'min-files="3"')
    expect(element.validationMessage).to.equal('Please add at least 3 files.')
    await element.load()
    await element.updateComplete
    expect(element.validity.rangeUnderflow).to.equal(true)
    element.minFiles = 0
    element.maxFiles = 1
    await element.updateComplete
    expect(element.validity.rangeOverflow).to.equal(true)
    expect(element.validationMessage).to.equal('Please keep no more than 1 file.')
  })

  for (const [what, value] of [
    ['broken JSON', '[{"key":'],
    ['a number in it', '[7]'],
    ['a file without a key', '[{"name":"a"}]'],
  ] as const) {
    it(`that are nonsense are reported: ${what}`, async () => {
      const { element, submitted } = await editForm(value)
      await element.load()
      expect(submitted()).to.deep.equal([])
      expect(reported.filter((words) => words.startsWith('TypeError: <s3-uploader>:'))).to.have.length(1)
    })
  }
})

describe('value-format="json"', () => {
  it('submits one list, also an empty one, in the shape that the value takes', async () => {
    const { element, uploader, submitted, rowed } = await editForm(undefined, 'value-format="json"')
    const parsed = () => submitted().map((entry) => JSON.parse(String(entry)))
    expect(parsed()[0][0]).to.include({ key: 'uploads/1', name: 'harbour.jpg' })
    await rowed(2)
    const [first, second] = STORED.map(({ key, name, size, type }) => ({ key, name, size, type }))
    expect(parsed()).to.deep.equal([[first, second]])
    await uploader.pick(await png('new.png'))
    await uploader.until('ready')
    expect(parsed()[0][2]).to.include({ key: element.value[2], name: 'new.png', type: 'image/png' })
    element.value = submitted()[0]
    expect(element.files.map(({ origin }) => origin)).to.deep.equal(['stored', 'stored', 'upload'])
    element.clear()
    expect(parsed()).to.deep.equal([[]])
    expect(element.value).to.deep.equal([])
  })
})

describe('a caption', () => {
  it('of a stored and of a completed file is edited in the form value, and stays when the page assigns again', async () => {
    const attributes = 'value-format="json" variant="gallery" caption-field="alt"'
    const { element, uploader, submitted, changes } = await editForm(undefined, attributes)
    await element.load()
    await waitUntil(() => captions().length === 2)
    await uploader.pick(await png('new.png'))
    await uploader.until('ready')
    function captions() {
      return [...(element.shadowRoot?.querySelectorAll<HTMLInputElement>('[part=caption]') ?? [])]
    }
    await waitUntil(() => captions().length === 3)
    changes.length = 0
    for (const [index, text] of [
      [0, 'The harbour'],
      [2, 'New'],
    ] as const) {
      const field = captions()[index]
      if (field === undefined) throw new Error('No field')
      expect(field.readOnly).to.equal(false)
      field.value = text
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    const alts = () =>
      JSON.parse(String(submitted()[0])).map(({ metadata }: { metadata?: { alt: string } }) => metadata?.alt)
    await waitUntil(() => alts().join() === 'The harbour,,New')
    expect(changes).not.to.have.length(0)
    element.value = STORED.concat(JSON.parse(String(submitted()[0]))[2])
    expect(alts()).to.deep.equal(['The harbour', undefined, 'New'])
    expect(element.files[0]?.metadata).to.deep.equal({ alt: 'The harbour' })
  })
})

describe('an assigned value', () => {
  it('is taken as keys, as objects and as JSON, before and after the module is loaded, without a change event', async () => {
    for (const loaded of [false, true]) {
      for (const value of [['a', 'b'], [{ key: 'a' }, 'b'], '["a",{"key":"b"}]']) {
        const uploader = await uploaderOn('works')
        const { element } = uploader
        if (loaded) await element.load()
        const changes: Event[] = []
        element.addEventListener('change', (event) => changes.push(event))
        element.value = value
        expect(element.value).to.deep.equal(['a', 'b'])
        await element.load()
        expect(keysOf(element)).to.deep.equal(['a', 'b'])
        element.value = 'one/key'
        expect(element.value).to.deep.equal(['one/key'])
        element.files = [{ key: 'c', name: 'C' }]
        expect(element.files[0]?.name).to.equal('C')
        element.value = ''
        expect(element.value).to.deep.equal([])
        expect(changes.length).to.be.at.most(1)
      }
    }
  })

  it('may be assigned again and again, as React does: rows, removals and new uploads stay', async () => {
    const { uploader, element, rowed, submitted } = await editForm('')
    const render = () => {
      element.defaultFiles = STORED.map((file) => ({ ...file }))
      element.value = ['uploads/1', 'uploads/2']
    }
    render()
    await rowed(2)
    const before = element.files
    const nodes = [...(element.shadowRoot?.querySelectorAll('.row') ?? [])]
    const image = uploader.rows[0]?.image
    for (let times = 0; times < 3; times += 1) render()
    await element.updateComplete
    expect(element.files.map((file, index) => file === before[index])).to.deep.equal([true, true])
    expect([...(element.shadowRoot?.querySelectorAll('.row') ?? [])]).to.deep.equal(nodes)
    expect(uploader.rows[0]?.image).to.equal(image)
    uploader.rows[0]?.button('Remove').click()
    await rowed(1)
    await uploader.pick(await png('new.png'))
    render()
    await uploader.until('ready')
    render()
    expect(submitted()).to.deep.equal(['uploads/2', element.value[1]])
    element.value = [...element.value]
    expect(element.files.map(({ origin }) => origin)).to.deep.equal(['stored', 'upload'])
    element.value = ['uploads/1']
    expect(submitted()).to.deep.equal(['uploads/1'])
  })

  it('leaves uploads that are under way alone', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    await uploader.pick(await png())
    uploader.element.value = ['a']
    expect(uploader.element.files.map(({ status }) => status)).to.deep.equal(['ready', 'queued'])
    uploader.element.clear()
  })

  it('that is nonsense is reported and never throws', async () => {
    const uploader = await uploaderOn('works')
    const { element } = uploader
    await element.load()
    for (const value of [7, true, Symbol('x'), () => {}, [7, null, {}], '{', new Date(), [[]]]) {
      reported = []
      element.value = value
      element.files = value
      element.defaultFiles = value as never
      await element.updateComplete
      expect(reported.length, String(value)).to.be.above(0)
      expect(element.value).to.deep.equal([])
    }
    reported = []
    for (const value of [null, undefined, '', []]) {
      element.value = value
      element.files = value
      element.defaultFiles = value as never
    }
    expect(reported).to.deep.equal([])
  })
})

describe('what the browser gives back', () => {
  it('is the list as it was left, with rows', async () => {
    const { element, uploader, rowed, submitted } = await editForm()
    const states: unknown[] = []
    const { setFormValue } = ElementInternals.prototype
    ElementInternals.prototype.setFormValue = function (value, state) {
      states.push(state)
      return setFormValue.call(this, value, state)
    }
    try {
      await rowed(2)
      expect(states.filter(Boolean), 'the default needs no state').to.deep.equal([])
      uploader.rows[0]?.button('Remove').click()
      await rowed(1)
      await uploader.pick(await png('new.png'))
      await waitUntil(() => element.value.length === 2)
    } finally {
      ElementInternals.prototype.setFormValue = setFormValue
    }
    const left = submitted()
    const again = await editForm()
    again.element.formStateRestoreCallback(states.at(-1))
    expect(again.element.value).to.deep.equal(left)
    await again.element.updateComplete
    expect(again.submitted()).to.deep.equal(left)
    await again.rowed(2)
    expect(again.uploader.rows[0]?.text).to.contain('terms.pdf').and.to.contain('3.4 kB')
    expect(again.uploader.rows[1]?.text).to.contain('new.png')
    again.form.reset()
    await waitUntil(() => again.uploader.rows[0]?.text.includes('harbour.jpg') === true)
  })
})
