/** Forms as pages use them: changed, reset, submitted and copied while files are under way. */
import { expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement } from '../../../component/index.ts'
import { png, UploaderHarness } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const MARKUP =
  '<s3-uploader name="photos" endpoint="/api/works" multiple retries="0" no-preview no-status></s3-uploader>'
const entries = (form: HTMLFormElement) => new FormData(form).getAll('photos')

async function page(markup: string) {
  const root = await fixture<HTMLElement>(html`<div></div>`)
  root.innerHTML = markup
  const uploaders = [...root.querySelectorAll<S3UploaderElement>('s3-uploader')].map(
    (element) => new UploaderHarness(element),
  )
  await Promise.all(uploaders.map(({ element }) => element.updateComplete))
  const forms = [...root.querySelectorAll('form')]
  const [form, uploader] = [forms[0], uploaders[0]]
  if (form === undefined || uploader === undefined) throw new Error('No form or no element')
  return { root, form, forms, uploader, uploaders }
}

/** Holds the next upload at its start until the returned function is called. */
function heldAtStart({ element }: UploaderHarness): () => void {
  let go = () => {}
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  element.addEventListener('upload-start', (event) => event.waitUntil(held), { once: true })
  return go
}

const keysOf = ({ element }: UploaderHarness) => element.files.flatMap(({ key }) => key ?? [])

it('two elements of one name give their keys in the order of the page, among the other fields', async () => {
  const { form, uploaders } = await page(
    `<form><input name="before" value="1">${MARKUP}<input name="photos" value="between">${MARKUP}<input name="after" value="2"></form>`,
  )
  const [first, second] = uploaders
  if (first === undefined || second === undefined) throw new Error('Two elements')
  await second.pick(await png('b.png', '#0c0'))
  await second.until('ready')
  await first.pick(await png('a.png'))
  await first.until('ready')
  expect([...new FormData(form).entries()]).to.deep.equal([
    ['before', '1'],
    ['photos', keysOf(first)[0]],
    ['photos', 'between'],
    ['photos', keysOf(second)[0]],
    ['after', '2'],
  ])
})

it('the form that the attribute names gets the keys, also where it changes during an upload', async () => {
  const { forms, uploader } = await page(
    `<form id="around">${MARKUP.replace('name=', 'form="other" name=')}</form><form id="other"></form>`,
  )
  const [around, other] = forms
  if (around === undefined || other === undefined) throw new Error('Two forms')
  const go = heldAtStart(uploader)
  await uploader.pick(await png())
  await waitUntil(() => uploader.element.files[0]?.status === 'preparing')
  expect([around.checkValidity(), other.checkValidity()]).to.deep.equal([true, false])
  uploader.element.removeAttribute('form')
  expect([around.checkValidity(), other.checkValidity()]).to.deep.equal([false, true])
  go()
  await uploader.until('ready')
  expect([entries(around), entries(other)]).to.deep.equal([keysOf(uploader), []])
})

it('a fieldset that is disabled during an upload lets it end, and gives the key once it is enabled', async () => {
  const { form, uploader } = await page(`<form><fieldset>${MARKUP}</fieldset></form>`)
  const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement
  const go = heldAtStart(uploader)
  await uploader.pick(await png())
  await waitUntil(() => uploader.element.files[0]?.status === 'preparing')
  fieldset.disabled = true
  expect(form.checkValidity(), 'a disabled field does not hold the form').to.equal(true)
  go()
  await uploader.until('ready')
  expect(entries(form)).to.deep.equal([])
  fieldset.disabled = false
  await uploader.element.updateComplete
  expect(entries(form)).to.deep.equal(keysOf(uploader))
})

it('a reset during an upload ends it, and no key comes later', async () => {
  const { form, uploader } = await page(`<form>${MARKUP}</form>`)
  const events: string[] = []
  for (const name of ['change', 'upload-complete', 'upload-cancel'] as const) {
    form.addEventListener(name, () => events.push(name))
  }
  const go = heldAtStart(uploader)
  await uploader.pick(await png())
  await waitUntil(() => uploader.element.files[0]?.status === 'preparing')
  form.reset()
  expect([uploader.element.files.length, form.checkValidity()]).to.deep.equal([0, true])
  go()
  await uploader.element.waitForIdle()
  await uploader.pick(await png('b.png', '#0c0'))
  await uploader.until('ready')
  expect(entries(form)).to.deep.equal(keysOf(uploader))
  expect(keysOf(uploader)).to.have.length(1)
  expect(events.filter((name) => name === 'upload-complete')).to.have.length(1)
})

it('requestSubmit during an upload submits nothing and says why, and after waitForIdle all keys', async () => {
  const { form, uploader } = await page(`<form>${MARKUP}</form>`)
  const submitted: unknown[] = []
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submitted.push(entries(form))
  })
  const go = heldAtStart(uploader)
  await uploader.pick(await png())
  await waitUntil(() => uploader.element.files[0]?.status === 'preparing')
  form.requestSubmit()
  expect(submitted).to.deep.equal([])
  expect(uploader.element.validationMessage).to.contain('wait')
  go()
  await uploader.element.waitForIdle()
  form.requestSubmit()
  expect(submitted).to.deep.equal([keysOf(uploader)])
  expect(keysOf(uploader)).to.have.length(1)
})

it('an element that moves to another form during an upload takes file and key along', async () => {
  const { forms, uploader } = await page(`<form>${MARKUP}</form><form></form>`)
  const [from, to] = forms
  if (from === undefined || to === undefined) throw new Error('Two forms')
  const go = heldAtStart(uploader)
  await uploader.pick(await png())
  await waitUntil(() => uploader.element.files[0]?.status === 'preparing')
  to.append(uploader.element)
  expect([from.checkValidity(), to.checkValidity()]).to.deep.equal([true, false])
  go()
  await uploader.until('ready')
  expect([entries(from), entries(to)]).to.deep.equal([[], keysOf(uploader)])
  from.reset()
  expect(entries(to)).to.deep.equal(keysOf(uploader))
  from.append(uploader.element)
  expect([entries(from), entries(to)]).to.deep.equal([keysOf(uploader), []])
})

it('a copy of an element has its attributes and none of its files', async () => {
  const { form, uploader } = await page(`<form>${MARKUP}</form>`)
  await uploader.pick(await png())
  await uploader.until('ready')
  const copy = uploader.element.cloneNode(true) as S3UploaderElement
  form.append(copy)
  await copy.updateComplete
  expect([copy.name, copy.endpoint, copy.multiple, copy.files.length]).to.deep.equal([
    'photos',
    '/api/works',
    true,
    0,
  ])
  expect(copy.shadowRoot?.querySelectorAll('.choose')).to.have.length(1)
  const second = new UploaderHarness(copy)
  await second.pick(await png('b.png', '#0c0'))
  await second.until('ready')
  expect(entries(form)).to.deep.equal([...keysOf(uploader), ...keysOf(second)])
})

it('what a page set on an element before it was defined counts: value, files and validity', async () => {
  const { form } = await page(`<form>${MARKUP}</form>`)
  const template = document.createElement('template')
  template.innerHTML = '<s3-uploader name="photos" endpoint="/api/works" multiple></s3-uploader>'
  // In the document of a template nothing is upgraded.
  const early = template.content.firstElementChild as S3UploaderElement
  expect(early.shadowRoot).to.equal(null)
  Object.assign(early, { value: [{ key: 'uploads/1', name: 'one.jpg' }], required: true, noStatus: true })
  form.append(early)
  await early.updateComplete
  expect(entries(form)).to.deep.equal(['uploads/1'])
  expect([early.required, early.noStatus, early.checkValidity()]).to.deep.equal([true, true, true])
})

it('a form that is not validated is submitted without what is under way', async () => {
  const { form, uploader } = await page(`<form>${MARKUP}<button formnovalidate></button></form>`)
  const submitted: unknown[] = []
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submitted.push(entries(form))
  })
  const go = heldAtStart(uploader)
  await uploader.pick(await png())
  await waitUntil(() => uploader.element.files[0]?.status === 'preparing')
  form.querySelector('button')?.click()
  expect(submitted).to.deep.equal([[]])
  go()
  await uploader.until('ready')
})

it('a name that changes after the upload is the name of the entry', async () => {
  const { form, uploader } = await page(`<form>${MARKUP}</form>`)
  await uploader.pick(await png())
  await uploader.until('ready')
  uploader.element.name = 'pictures'
  await uploader.element.updateComplete
  expect([entries(form), new FormData(form).getAll('pictures')]).to.deep.equal([[], keysOf(uploader)])
  uploader.element.removeAttribute('name')
  await uploader.element.updateComplete
  expect([...new FormData(form).keys()]).to.deep.equal([])
})

it('a form that is taken out of the page and put back keeps its keys', async () => {
  const { root, form, uploader } = await page(`<form>${MARKUP}</form>`)
  await uploader.pick(await png())
  await uploader.until('ready')
  form.remove()
  expect(entries(form)).to.deep.equal(keysOf(uploader))
  root.append(form)
  await uploader.element.updateComplete
  expect(entries(form)).to.deep.equal(keysOf(uploader))
  expect(uploader.rows).to.have.length(1)
})
