import { expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement } from '../../../component/index.ts'
import { png, UploaderHarness } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

describe('in a form', () => {
  async function inForm(attributes: { required?: boolean; manual?: boolean } = {}) {
    const form = await fixture<HTMLFormElement>(html`<form>
      <fieldset>
        <label for="photos">Photos</label>
        <s3-uploader id="photos" name="photos" endpoint="/api/works" multiple retries="0"
          ?required=${attributes.required} ?manual=${attributes.manual}></s3-uploader>
      </fieldset>
    </form>`)
    const element = form.querySelector('s3-uploader') as S3UploaderElement
    await element.updateComplete
    return { form, uploader: new UploaderHarness(element) }
  }

  it('sends the files of an input inside it only where the element is not defined', async () => {
    const form = await fixture<HTMLFormElement>(html`<form>
      <s3-uploader-without-script><input type="file" name="photos"></s3-uploader-without-script>
      <s3-uploader name="photos" endpoint="/api/works"><input type="file" name="photos" required></s3-uploader>
    </form>`)
    await form.querySelector<S3UploaderElement>('s3-uploader')?.updateComplete
    expect(new FormData(form).getAll('photos')).to.have.length(1)
    expect(form.checkValidity()).to.equal(true)
  })

  it('hears nothing before there is a value', async () => {
    const { form, uploader } = await inForm()
    const values: number[] = []
    form.addEventListener('input', () => values.push(uploader.element.value.length))
    await uploader.pick(await png())
    await uploader.until('ready')
    expect(values).to.deep.equal([1])
    expect(uploader.rows).to.have.length(1)
  })

  it('submits one key for each stored file under its name', async () => {
    const { form, uploader } = await inForm()
    const changes: string[] = []
    form.addEventListener('input', () => changes.push('input'))
    form.addEventListener('change', (event) => {
      if (event.target === uploader.element) changes.push('change')
    })
    expect(new FormData(form).getAll('photos')).to.deep.equal([])
    await uploader.pick(await png('a.png'), await png('b.png'))
    await uploader.until('ready')
    const keys = uploader.element.files.map((upload) => upload.key)
    expect(new FormData(form).getAll('photos')).to.deep.equal(keys)
    expect(changes).to.include('input').and.to.include('change')

    form.reset()
    expect(new FormData(form).getAll('photos')).to.deep.equal([])
    // An update may be under way already, with the rows in it.
    await waitUntil(() => uploader.rows.length === 0)
  })

  it('is invalid while it is empty, busy or failed, and says why', async () => {
    const { form, uploader } = await inForm({ required: true, manual: true })
    const { element } = uploader
    expect(form.checkValidity()).to.equal(false)
    expect(element.validity.valueMissing).to.equal(true)
    expect(element.validationMessage).to.equal('Please add a file.')

    await uploader.pick(await png())
    expect(element.validity.customError).to.equal(true)
    expect(element.validationMessage).to.equal('Press “Upload” first.')
    element.upload()
    expect(element.validationMessage).to.contain('wait')
    await uploader.until('ready')
    expect(form.checkValidity()).to.equal(true)

    element.addEventListener(
      'upload-start',
      (event) => event.waitUntil(Promise.reject(new Error('Not today'))),
      { once: true },
    )
    await uploader.pick(await png('b.png', '#0c0'))
    element.upload()
    await uploader.until('ready', 'failed')
    expect(element.validationMessage).to.contain('not uploaded')
    await element.remove(element.files[1]?.id ?? '')
    await element.updateComplete
    expect(form.checkValidity()).to.equal(true)
  })

  it('is disabled with its fieldset and takes no drop then', async () => {
    const { form, uploader } = await inForm()
    const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement
    fieldset.disabled = true
    await uploader.element.updateComplete
    expect(uploader.chooseButton.disabled).to.equal(true)
    await uploader.drop(await png())
    expect(uploader.rows).to.have.length(0)
    fieldset.disabled = false
    await uploader.element.updateComplete
    expect(uploader.chooseButton.disabled).to.equal(false)
  })

  it('takes the focus of its label', async () => {
    const { form, uploader } = await inForm()
    form.querySelector('label')?.click()
    expect(uploader.focused).to.equal(uploader.chooseButton)
  })

  it('has the value and the validity of the moment at every event', async () => {
    const { form, uploader } = await inForm({ required: true })
    const seen: string[] = []
    for (const type of ['upload-complete', 'upload-ready', 'uploads-idle'] as const) {
      form.addEventListener(type, () => {
        const { value, files } = uploader.element
        const done = files.filter(({ status }) => status === 'processing' || status === 'ready').length
        const submitted = new FormData(form).getAll('photos').length
        expect([value.length, submitted], type).to.deep.equal([done, done])
        seen.push(`${type} ${form.checkValidity()}`)
      })
    }
    await uploader.pick(await png('a.png'), await png('b.png', '#0c0'), await png('c.png', '#00c'))
    await uploader.until('ready')
    await waitUntil(() => seen.includes('uploads-idle true'))
    expect(seen.filter((event) => event.startsWith('upload-complete'))).to.have.length(3)
  })

  it('is invalid when an upload has failed, at the event that says so', async () => {
    const { form, uploader } = await inForm()
    uploader.element.endpoint = '/api/stranger'
    const messages: string[] = []
    form.addEventListener('upload-error', () => messages.push(uploader.element.validationMessage))
    await uploader.pick(await png())
    await uploader.until('failed')
    expect(messages).to.deep.equal(['Some files were not uploaded. Try again or remove them.'])
  })

  it('can be submitted by a listener of the last event', async () => {
    const { form, uploader } = await inForm({ required: true })
    const submitted: FormDataEntryValue[][] = []
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      submitted.push(new FormData(form).getAll('photos'))
    })
    form.addEventListener('uploads-idle', () => form.requestSubmit())
    await uploader.pick(await png('a.png'), await png('b.png', '#0c0'), await png('c.png', '#00c'))
    await waitUntil(() => submitted.length === 1)
    expect(submitted[0]).to.have.length(3)
    expect(submitted[0]).to.deep.equal(uploader.element.value)
  })

  it('says that paused uploads wait for the visitor', async () => {
    const { uploader } = await inForm({ manual: true })
    await uploader.pick(await png())
    uploader.element.addEventListener('upload-start', (event) => event.waitUntil(new Promise(() => {})))
    uploader.element.upload()
    uploader.element.pause()
    expect(uploader.element.validationMessage).to.equal('Some uploads are paused. Resume or remove them.')
    uploader.element.clear()
  })
})
