/** When a form control without its files says so, and what it is to its form beside its value. */
import { expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement } from '../../../component/index.ts'
import { png, UploaderHarness } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

interface Case {
  readonly novalidate?: boolean
  readonly manual?: boolean
  readonly required?: boolean
}

async function inForm({ novalidate = false, manual = false, required = true }: Case = {}) {
  const form = await fixture<HTMLFormElement>(html`<form ?novalidate=${novalidate}
    @submit=${(event: Event) => event.preventDefault()} @invalid=${(event: Event) => event.preventDefault()}>
    <s3-uploader name="photos" endpoint="/api/works" multiple retries="0" ?required=${required} ?manual=${manual}
      ><strong slot="label">Photos of the damage</strong></s3-uploader>
    <button>Send</button><button class="draft" formnovalidate>Save</button>
  </form>`)
  const element = form.querySelector('s3-uploader') as S3UploaderElement
  await element.updateComplete
  return { form, element, uploader: new UploaderHarness(element) }
}

const notice = (element: S3UploaderElement) =>
  element.shadowRoot?.querySelector('#validity')?.textContent ?? ''
const shows = (element: S3UploaderElement, message: string) =>
  waitUntil(() => notice(element) === message, `Expected the message “${message}”`)
const description = ({ chooseButton }: UploaderHarness) => chooseButton.getAttribute('aria-describedby')

/** A page that was touched, as far as the browser tells. */
function touched(hasBeenActive: boolean): void {
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive }, configurable: true })
}

describe('the message of an invalid control', () => {
  beforeEach(() => touched(true))
  afterEach(() => Reflect.deleteProperty(navigator, 'userActivation'))

  it('is not there on a page that is new, also after the page asked', async () => {
    touched(false)
    const { form, element, uploader } = await inForm()
    expect(form.checkValidity()).to.equal(false)
    await element.load()
    await element.updateComplete
    expect(notice(element)).to.equal('')
    expect(element.matches(':state(user-invalid)')).to.equal(false)
    expect(description(uploader)).to.equal('hint')
  })

  it('follows an attempt to submit, and is gone with the file', async () => {
    const { form, element, uploader } = await inForm()
    form.requestSubmit()
    await shows(element, 'Please add a file.')
    expect(element.matches(':state(user-invalid)')).to.equal(true)
    expect(description(uploader)).to.equal('validity hint')
    await uploader.pick(await png())
    await shows(element, '')
    await uploader.until('ready')
    expect(element.matches(':state(user-invalid)')).to.equal(false)
    expect(description(uploader)).to.equal('hint')
  })

  it('follows the focus when it leaves, in the words of the page', async () => {
    const { form, element, uploader } = await inForm()
    element.lang = 'de'
    uploader.chooseButton.focus()
    await element.load()
    await element.updateComplete
    expect(notice(element)).to.equal('')
    form.querySelector('button')?.focus()
    await shows(element, 'Bitte fügen Sie eine Datei hinzu.')
    form.reset()
    await shows(element, '')
  })

  it('follows a focus that leaves before the module is loaded', async () => {
    const { form, element, uploader } = await inForm()
    uploader.chooseButton.focus()
    form.querySelector('button')?.focus()
    await shows(element, 'Please add a file.')
  })

  it('comes after the word that a file is required', async () => {
    const { element, uploader } = await inForm()
    const hint = () => element.shadowRoot?.querySelector('#hint')?.textContent?.trim()
    expect(hint()).to.match(/^Required/)
    expect(description(uploader)).to.equal('hint')
    element.required = false
    await element.updateComplete
    expect(hint()).not.to.contain('Required')
  })

  it('is shown and said in a form without validation, but not for a draft', async () => {
    const { form, element, uploader } = await inForm({ novalidate: true })
    await element.load()
    form.requestSubmit(form.querySelector<HTMLButtonElement>('.draft'))
    await element.updateComplete
    expect(notice(element)).to.equal('')
    form.requestSubmit()
    await shows(element, 'Please add a file.')
    await waitUntil(() => uploader.spoken === 'Please add a file.', 'Expected it to be said')
    element.required = false
    await shows(element, '')
  })

  it('tells of files that wait only who submits', async () => {
    const { form, element, uploader } = await inForm({ manual: true })
    await uploader.pick(await png())
    uploader.chooseButton.focus()
    form.querySelector('button')?.focus()
    await element.updateComplete
    expect(notice(element)).to.equal('')
    form.requestSubmit()
    await shows(element, 'Press “Upload” first.')
  })

  it('is not there while it is disabled', async () => {
    const { form, element } = await inForm()
    form.requestSubmit()
    await shows(element, 'Please add a file.')
    element.disabled = true
    await shows(element, '')
  })
})

describe('a form control', () => {
  beforeEach(() => touched(true))
  afterEach(() => Reflect.deleteProperty(navigator, 'userActivation'))

  it('takes a message of the page', async () => {
    const { form, element } = await inForm({ required: false })
    element.setCustomValidity('One of them shows a person.')
    expect(element.validity.customError).to.equal(true)
    form.requestSubmit()
    await shows(element, 'One of them shows a person.')
    element.setCustomValidity('')
    expect(element.checkValidity()).to.equal(true)
    await shows(element, '')
  })

  it('has a type and labels, and focuses its button when it reports', async () => {
    const element = await fixture<S3UploaderElement>(
      html`<s3-uploader id="damage" endpoint="/api/works" required></s3-uploader>`,
    )
    const label = document.createElement('label')
    label.htmlFor = 'damage'
    element.before(label)
    expect(element.type).to.equal('s3-uploader')
    expect([...element.labels]).to.deep.equal([label])
    expect(element.reportValidity()).to.equal(false)
    const uploader = new UploaderHarness(element)
    await waitUntil(() => uploader.focused === uploader.chooseButton, 'Expected the focus on the button')
  })
})
