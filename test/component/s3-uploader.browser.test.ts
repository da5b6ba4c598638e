import { aTimeout, expect, oneEvent } from '@open-wc/testing'
import { displayName } from '../../component/display-name.ts'
import { png, uploaderOn } from './uploader-harness.ts'
import { waitUntil } from './wait-until.ts'

describe('an upload', () => {
  it('goes to S3, is processed and comes back as an image', async () => {
    const uploader = await uploaderOn('works')
    const seen: string[] = []
    for (const name of ['upload-start', 'upload-stored', 'upload-complete', 'upload-ready', 'uploads-idle']) {
      document.body.addEventListener(name, () => seen.push(name), { once: true })
    }
    await uploader.pick(await png())
    await uploader.until('ready')
    await waitUntil(() => seen.includes('uploads-idle'))
    expect(seen).to.deep.equal([
      'upload-start',
      'upload-stored',
      'upload-complete',
      'upload-ready',
      'uploads-idle',
    ])
    const [row] = uploader.rows
    expect(row?.text).to.contain('red.png').and.to.contain('320 × 200')
    await waitUntil(() => row?.image?.complete)
    expect(row?.image?.naturalWidth).to.equal(100)
    expect(uploader.spoken).to.contain('red.png added.')
  })

  it('shows a picture of the file before the server has one', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    await uploader.pick(await png('wide.png', '#0a0', 800, 200))
    await waitUntil(() => uploader.rows[0]?.image?.src.startsWith('blob:'))
  })

  it('takes what is dropped and what is pasted', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    const sources: string[] = []
    uploader.element.addEventListener('files-add', (event) => sources.push(event.detail.source))
    await uploader.drop(await png('dropped.png'))
    await uploader.paste(await png('pasted.png'))
    await uploader.element.addFiles([await png('given.png')])
    await uploader.element.updateComplete
    expect(uploader.rows.map((row) => row.text.split(' ')[0])).to.deep.equal([
      'dropped.png',
      'pasted.png',
      'given.png',
    ])
    expect(sources).to.deep.equal(['drop', 'paste', 'api'])
  })

  it('can be chosen again right after it was removed', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    const file = await png()
    await uploader.pick(file)
    uploader.rows[0]?.button('Remove').click()
    await waitUntil(() => uploader.rows.length === 0)
    expect(uploader.focused).to.equal(uploader.chooseButton)
    await uploader.pick(file)
    expect(uploader.rows).to.have.length(1)
  })

  it('goes on while the element moves through the document', async () => {
    const uploader = await uploaderOn('works')
    await uploader.pick(await png('moved.png'))
    const box = document.createElement('div')
    document.body.append(box)
    box.append(uploader.element)
    await uploader.until('ready')
    box.remove()
  })

  it('starts by the button where the page asks for it', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    await uploader.pick(await png())
    expect(uploader.rows[0]?.status).to.equal('queued')
    uploader.element.shadowRoot?.querySelector<HTMLButtonElement>('[part=start-button]')?.click()
    await uploader.until('ready')
  })

  it('is done when announced, without waiting for variants', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    await uploader.pick(await png())
    await uploader.until('ready')
    expect(uploader.element.files[0]?.variants).to.deep.equal([])
  })
})

describe('a file that may not be uploaded', () => {
  it('is named with its reason, and the others go on', async () => {
    const uploader = await uploaderOn('works', { maxFileSize: 5_000 })
    await uploader.pick(
      new File(['hello'], 'notes.txt', { type: 'text/plain' }),
      new File([], 'empty.png', { type: 'image/png' }),
      new File([new Uint8Array(6_000)], 'large.png', { type: 'image/png' }),
      await png('good.png'),
    )
    expect(uploader.alert)
      .to.contain('3 files can’t be uploaded')
      .and.to.contain('notes.txt: This kind of file is not allowed here.')
      .and.to.contain('empty.png: The file is empty.')
      .and.to.contain('large.png: The file is larger than 5 kB.')
    await uploader.until('ready')
    expect(uploader.rows.map((row) => row.text.split(' ')[0])).to.deep.equal(['good.png'])
  })

  it('is counted, not listed, when there are thousands', async () => {
    const uploader = await uploaderOn('works', { accept: 'image/*' })
    const text = Array.from(
      { length: 2000 },
      (_, index) => new File(['x'], `${index}.txt`, { type: 'text/plain' }),
    )
    await uploader.pick(...text)
    await waitUntil(() => uploader.alert !== '')
    expect(uploader.alert).to.contain('2000 files can’t be uploaded').and.to.contain('and 1997 more')
    expect(await png().then((file) => uploader.pick(file))).to.equal(undefined)
    expect(uploader.alert).to.equal('')
  })

  it('is refused by the API’s own limits before anything is sent', async () => {
    const uploader = await uploaderOn('works')
    expect(uploader.input.accept).to.equal('image/jpeg,image/png,image/webp,image/avif,image/gif')
    await uploader.pick(new File(['<svg/>'], 'logo.svg', { type: 'image/svg+xml' }))
    await waitUntil(() => uploader.alert !== '')
    expect(uploader.alert).to.contain('logo.svg')
    expect(uploader.rows).to.have.length(0)
  })

  it('that only calls itself an image is stored, and the row says what it is', async () => {
    const uploader = await uploaderOn('works')
    await uploader.pick(new File(['just words'], 'words.jpg', { type: 'image/jpeg' }), await png())
    await uploader.until('ready', 'failed')
    expect(uploader.element.files.map(({ status, processing }) => [status, processing.state])).to.deep.equal([
      ['ready', 'failed'],
      ['ready', 'ready'],
    ])
    expect(uploader.element.value, 'stored is stored').to.have.length(2)
    const [words] = uploader.rows
    expect(words?.text).to.contain('it is not the image its name says')
    expect(() => words?.button('Try'), 'trying again would change nothing').to.throw()
  })
})

describe('names', () => {
  const names: [string, string][] = [
    ['emoji', '🏔️👨‍👩‍👧 ferien.png'],
    ['right to left', 'صورة جميلة.png'],
    ['override', 'photo\u202egnp.exe.png'],
    ['traversal', '../../etc/passwd.png'],
    ['placeholder', `$\{filename}.png`],
    ['markup', '<img src=x onerror=alert(1)>.png'],
    ['4 KB', `${'long '.repeat(800)}.png`],
  ]
  for (const [kind, name] of names) {
    it(`of the kind "${kind}" are shown as text and never become part of the key`, async () => {
      const uploader = await uploaderOn('works', { noStatus: true, noPreview: true })
      await uploader.pick(await png(name))
      await uploader.until('ready')
      expect(uploader.element.value[0]).to.match(/^uploads\/default\/\d{4}\/\d{2}\/[0-9a-f-]{36}\.png$/)
      const shown = uploader.element.shadowRoot?.querySelector('.name')
      expect(shown?.textContent).to.equal(displayName(name))
      expect(uploader.element.shadowRoot?.querySelector('li img')).to.equal(null)
    })
  }

  it('that are the same belong to two uploads', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    await uploader.pick(await png('same.png', '#00c'), await png('same.png', '#0c0'))
    await uploader.until('ready')
    expect(new Set(uploader.element.value).size).to.equal(2)
  })
})

describe('when something is down', () => {
  const cases = [
    ['html', 'login-required', 'You are signed out.'],
    ['sns-refuses', 'publish-denied', 'Uploads are not set up correctly here.'],
    ['stranger', 'unauthorized', 'You may not upload here'],
  ] as const
  for (const [backend, code, sentence] of cases) {
    it(`says so in words and as a code: ${code}`, async () => {
      const uploader = await uploaderOn(backend)
      const codes: string[] = []
      uploader.element.addEventListener('upload-error', (event) => codes.push(event.detail.error.code))
      await uploader.pick(await png())
      await uploader.until('failed')
      expect(codes).to.deep.equal([code])
      expect(uploader.rows[0]?.text).to.contain(sentence)
      expect(uploader.element.value).to.deep.equal([])
    })
  }
})

describe('without a response', () => {
  for (const backend of ['http://127.0.0.1:49151', 's3-down'] as const) {
    it(`of ${backend} a file waits for the connection`, async () => {
      const { element, pick } = await waitingOn(backend)
      await pick()
      await waitUntil(() => element.files[0]?.waiting?.for === 'network')
      expect(element.files[0]?.error).to.equal(null)
      expect(element.value).to.deep.equal([])
      // The page would ask before it is left.
      element.clear()
    })
  }

  async function waitingOn(backend: 'http://127.0.0.1:49151' | 's3-down') {
    const uploader = await uploaderOn(backend)
    return { element: uploader.element, pick: async () => uploader.pick(await png()) }
  }
})

describe('the element', () => {
  it('works when made by script and configured before it is on the page', async () => {
    const element = document.createElement('s3-uploader')
    element.endpoint = '/api/works'
    element.setAttribute('max-file-size', '2KiB')
    const { rejected } = await element.addFiles([
      new File([new Uint8Array(2049)], 'a.png', { type: 'image/png' }),
    ])
    expect(rejected.map(({ code, limit }) => [code, limit])).to.deep.equal([['file-too-large', 2048]])
    document.body.append(element)
    await element.updateComplete
    expect(element.matches(':state(empty)')).to.equal(true)
    element.remove()
    expect(element.isConnected).to.equal(false)
  })

  it('keeps one file without `multiple`', async () => {
    const uploader = await uploaderOn('works', { multiple: false, noStatus: true })
    expect(uploader.input.multiple).to.equal(false)
    await uploader.pick(await png('first.png'))
    await uploader.pick(await png('second.png'))
    await uploader.until('ready')
    expect(uploader.rows.map((row) => row.text.split(' ')[0])).to.deep.equal(['second.png'])
  })

  it('sends headers of the page to the API alone, asked anew each time', async () => {
    let asked = 0
    const uploader = await uploaderOn('works', {
      headers: async () => {
        asked += 1
        return { 'x-csrf-token': String(asked) }
      },
    })
    const before = asked
    await uploader.pick(await png())
    await uploader.until('ready')
    expect(asked).to.be.greaterThan(before + 2)
  })

  it('lets the page veto files and removals', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    uploader.element.addEventListener('files-add', (event) => event.preventDefault(), { once: true })
    await uploader.pick(await png())
    expect(uploader.rows).to.have.length(0)
    await uploader.pick(await png())
    setTimeout(() => uploader.rows[0]?.button('Remove').click())
    const event = await oneEvent(uploader.element, 'file-remove')
    event.preventDefault()
    await aTimeout(0)
    expect(uploader.rows).to.have.length(1)
  })

  it('speaks other words where the page has some', async () => {
    const uploader = await uploaderOn('works', { strings: { chooseFiles: 'Dateien wählen' } })
    expect(uploader.chooseButton.textContent?.trim()).to.equal('Dateien wählen')
  })

  it('is accessible empty, with refused files, with rows of every kind, and disabled', async () => {
    const uploader = await uploaderOn('works')
    await expect(uploader.element).to.be.accessible()
    await uploader.pick(
      await png(),
      new File(['words'], 'words.png', { type: 'image/png' }),
      new File(['x'], 'x.txt', { type: 'text/plain' }),
    )
    uploader.element.pause('2')
    await uploader.element.updateComplete
    await stillRows(uploader.element)
    await expect(uploader.element).to.be.accessible()
    uploader.element.resume('2')
    await uploader.until('ready', 'failed')
    await stillRows(uploader.element)
    await expect(uploader.element).to.be.accessible()
    uploader.element.disabled = true
    await uploader.element.updateComplete
    await expect(uploader.element).to.be.accessible()
  })
})

/** Rows that fade in have less contrast meanwhile. */
async function stillRows(element: HTMLElement): Promise<void> {
  const animations = element.shadowRoot?.getAnimations() ?? []
  // Bars without a known end move for ever.
  const ending = animations.filter(
    ({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
  )
  await Promise.allSettled(ending.map(({ finished }) => finished))
}
