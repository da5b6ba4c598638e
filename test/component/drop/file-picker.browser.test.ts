import { expect } from '@open-wc/testing'
import type { FileHandle } from '../../../component/engine/resume/file-handle.ts'
import type { S3UploaderElement } from '../../../component/index.ts'
import { png, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

/** No test can click in a system's dialog: Chromium's picker is the one thing here that is not real. */
const platform: Window & { showOpenFilePicker?: unknown } = window
const real = Object.getOwnPropertyDescriptor(window, 'showOpenFilePicker')

afterEach(() => {
  delete platform.showOpenFilePicker
  if (real !== undefined) Object.defineProperty(window, 'showOpenFilePicker', real)
})

/** Clicks the button; says what the picker was asked for, and how often the file input opened. */
async function choose(answer: () => Promise<FileHandle[]>, settings: Partial<S3UploaderElement> = {}) {
  const asked: unknown[] = []
  platform.showOpenFilePicker = (options: unknown) => {
    asked.push(options)
    return answer()
  }
  const uploader = await uploaderOn('works', { manual: true, ...settings })
  await uploader.element.load()
  // The engine takes the limits in, which were there before.
  await new Promise((resolve) => setTimeout(resolve))
  let inputs = 0
  uploader.input.click = () => {
    inputs += 1
  }
  uploader.chooseButton.click()
  // As long as a refused picker takes to hand over.
  await new Promise((resolve) => setTimeout(resolve))
  return { uploader, asked, inputs }
}

const refuse = (name: string) => () => Promise.reject(new DOMException('refused', name))

describe('the button', () => {
  it('takes files of the picker whose files can be read again, with the kinds that are allowed', async () => {
    const file = await png()
    const handle: FileHandle = { kind: 'file', name: file.name, getFile: async () => file }
    const sources: string[] = []
    window.addEventListener('files-add', ({ detail }) => sources.push(detail.source), { once: true })
    const { uploader, asked, inputs } = await choose(async () => [handle], { accept: 'image/png, .heic' })
    await waitUntil(() => uploader.element.files.length === 1)
    expect(uploader.element.files[0]?.file).to.equal(file)
    expect(asked).to.deep.equal([
      { multiple: true, types: [{ accept: { 'image/png': [], 'application/x-any': ['.heic'] } }] },
    ])
    expect([sources, inputs]).to.deep.equal([['picker'], 0])
  })

  for (const name of ['SecurityError', 'NotAllowedError', 'TypeMismatchError']) {
    it(`opens the file input where the picker fails with a ${name}`, async () => {
      const { asked, inputs } = await choose(refuse(name))
      expect([asked.length, inputs]).to.deep.equal([1, 1])
    })
  }

  it('opens nothing more where the visitor chose nothing', async () => {
    const { uploader, inputs } = await choose(refuse('AbortError'))
    expect([uploader.element.files, inputs]).to.deep.equal([[], 0])
  })

  for (const settings of [
    { capture: 'environment' },
    { directory: true },
    { noResume: true },
    // One form post carries it: nothing is left to go on with.
    { maxFileSize: 1_000_000 },
  ]) {
    it(`opens the file input alone with ${JSON.stringify(settings)}`, async () => {
      const { asked, inputs } = await choose(async () => [], settings)
      expect([asked, inputs]).to.deep.equal([[], 1])
    })
  }
})
