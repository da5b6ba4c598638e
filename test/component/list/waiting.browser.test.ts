/** What a row, the summary and the form say while a file waits, and after it failed. */
import { aTimeout, expect } from '@open-wc/testing'
import { png, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

describe('a file that waits', () => {
  for (const backend of ['http://127.0.0.1:49151', 's3-down'] as const) {
    it(`for the network says so: ${backend}`, async () => {
      const uploader = await uploaderOn(backend)
      const { element } = uploader
      await uploader.pick(await png())
      await waitUntil(() => uploader.rows[0]?.text.includes('No connection. Continues by itself.') ?? false)
      expect(element.validationMessage).to.equal('No connection. Continues by itself.')
      await waitUntil(() => uploader.spoken.includes('No connection. Continues by itself.'), 'spoken', {
        timeout: 25_000,
      })
      const bar = element.shadowRoot?.querySelector('progress')
      expect(bar?.value ?? 0).to.equal(0)
      element.clear()
    })
  }

  it('for its next attempt at a form has sent nothing: each bar, the total, the files and the events say so', async () => {
    const uploader = await uploaderOn('s3-busy', { retries: 50 })
    const { element } = uploader
    const told = new Map<string, number>()
    for (const name of ['upload-progress', 'upload-retry'] as const) {
      element.addEventListener(name, ({ detail: { upload } }) => told.set(upload.id, upload.bytesSent))
    }
    const files = ['a.png', 'b.png'].map((name) => new File([noise(600_000)], name, { type: 'image/png' }))
    await uploader.pick(...files)
    const seen = () => {
      const waiting = element.files.map((upload) => upload.waiting)
      if (!waiting.every((reason) => reason?.for === 'retry' && reason.attempt > 1)) return null
      const bars = [...(element.shadowRoot?.querySelectorAll('progress') ?? [])].map(({ value }) => value)
      return [...bars, ...element.files.map(({ bytesSent }) => bytesSent), ...told.values()]
    }
    await waitUntil(() => seen()?.join() === Array(7).fill(0).join(), 'nothing is sent', { timeout: 25_000 })
    element.clear()
  })

  it('for the visitor says what to press', async () => {
    const uploader = await uploaderOn('works', { manual: true, noStatus: true })
    const { element } = uploader
    await uploader.pick(await png())
    await waitUntil(() => uploader.rows[0]?.text.includes('Not started') ?? false)
    expect(element.validationMessage).to.equal('Press “Upload” first.')
    const start = element.shadowRoot?.querySelector<HTMLElement>('[part=start-button]')
    expect(start?.textContent).to.equal('Upload')
    start?.focus()
    start?.click()
    await uploader.until('ready')
    expect(uploader.focused).to.equal(element.shadowRoot?.querySelector('[part=total]'))
    expect(element.validationMessage).to.equal('')
    expect(element.shadowRoot?.querySelector('[part=start-button]')).to.equal(null)
  })
})

describe('files that failed', () => {
  it('are tried again together, and keep the focus with the visitor', async () => {
    const uploader = await uploaderOn('stranger', { noStatus: true })
    const { element } = uploader
    await uploader.pick(await png('a.png'), await png('b.png', '#0c0'))
    await uploader.until('failed')
    element.endpoint = '/api/works'
    const retryAll = element.shadowRoot?.querySelector<HTMLElement>('[part=retry-all-button]')
    expect(retryAll?.textContent).to.equal('Try all again')
    retryAll?.focus()
    retryAll?.click()
    await uploader.until('ready')
    expect(element.shadowRoot?.querySelector('[part=retry-all-button]')).to.equal(null)
    expect(uploader.focused).to.equal(element.shadowRoot?.querySelector('[part=total]'))
  })

  it('of which there is one have the button of their row alone', async () => {
    const uploader = await uploaderOn('stranger')
    await uploader.pick(await png())
    await uploader.until('failed')
    expect(uploader.rows[0]?.button('Try')).to.be.instanceOf(HTMLButtonElement)
    expect(uploader.element.shadowRoot?.querySelector('[part=retry-all-button]')).to.equal(null)
  })

  it('show their code, to be copied', async () => {
    const uploader = await uploaderOn('stranger')
    await uploader.pick(await png())
    await uploader.until('failed')
    const code = uploader.element.shadowRoot?.querySelector<HTMLElement>('[part=error-code]')
    const { error } = uploader.element.files[0] ?? {}
    expect(code?.textContent).to.equal(['unauthorized', error?.requestId].filter(Boolean).join(' '))
    expect(code && getComputedStyle(code).webkitUserSelect).to.equal('all')
  })

  it('for their type are told which types are allowed', async () => {
    const uploader = await uploaderOn('works', { accept: 'image/png,.csv' })
    await uploader.pick(new File(['words'], 'words.txt', { type: 'text/plain' }))
    await waitUntil(() => uploader.alert !== '')
    expect(uploader.alert).to.contain('This kind of file is not allowed here. Allowed: PNG or CSV.')
  })
})

describe('the console', () => {
  const { error } = console
  afterEach(() => {
    console.error = error
  })

  // Each kind is reported once for a page: other tests of this file name the same endpoint by its path.
  for (const [backend, code, hint] of [
    ['stranger', 'unauthorized, status 401', 'Do `headers` and `credentials` send'],
    ['html', 'login-required, status 200', '`endpoint` is wrong'],
  ] as const) {
    it(`has one line with URL, status and hint for files that fail alike: ${backend}`, async () => {
      const lines: string[] = []
      console.error = (line) => lines.push(String(line))
      const uploader = await uploaderOn(backend, { endpoint: `${location.origin}/api/${backend}` })
      await uploader.pick(await png('a.png'), await png('b.png', '#0c0'))
      await uploader.until('failed')
      await waitUntil(() => lines.length > 0)
      expect(lines).to.have.length(1)
      expect(lines[0]).to.contain(code).and.to.contain(`/api/${backend}/presign`).and.to.contain(hint)
    })
  }

  it('is silent about what only the visitor can do something about', async () => {
    const lines: string[] = []
    console.error = (line) => lines.push(String(line))
    const uploader = await uploaderOn('works')
    uploader.element.addEventListener('upload-start', (event) => event.waitUntil(Promise.reject('No room.')))
    await uploader.pick(await png())
    await uploader.until('failed')
    await aTimeout(100)
    expect(lines).to.deep.equal([])
    expect(uploader.rows[0]?.text, 'a rejection leaves its sentence').to.contain('No room.')
  })
})

/** Bytes that no proxy makes fewer. */
function noise(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}
