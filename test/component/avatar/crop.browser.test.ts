import { expect } from '@open-wc/testing'
import { png, type UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const dialogOf = ({ element }: UploaderHarness) =>
  element.shadowRoot?.querySelector<HTMLDialogElement>('dialog.crop')

async function cropping(settings: object = {}) {
  const uploader = await uploaderOn('works', {
    noStatus: true,
    multiple: false,
    variant: 'avatar',
    ...settings,
  })
  await uploader.pick(await png('face.png', '#06c', 320, 200))
  return uploader
}

async function opened(uploader: UploaderHarness): Promise<HTMLDialogElement> {
  await waitUntil(() => dialogOf(uploader)?.open === true)
  const dialog = dialogOf(uploader)
  if (!dialog) throw new Error('No dialog')
  return dialog
}

const press = (dialog: HTMLDialogElement, part: string) =>
  dialog.querySelector<HTMLButtonElement>(`[part=${part}]`)?.click()

describe('an avatar', () => {
  it('is cropped to a square before it is added', async () => {
    const uploader = await cropping()
    const dialog = await opened(uploader)
    expect(uploader.element.files).to.have.length(0)
    expect(uploader.focused?.className).to.equal('crop-stage')
    for (const key of ['+', 'ArrowLeft', 'ArrowDown']) {
      uploader.focused?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    }
    expect(dialog.querySelector('input')?.valueAsNumber).to.be.closeTo(1.1, 0.01)
    press(dialog, 'crop-use')
    await uploader.until('ready')
    const [upload] = uploader.element.files
    if (upload === undefined) throw new Error('Nothing was added')
    const bitmap = await createImageBitmap(upload.file ?? new Blob())
    expect([bitmap.width, bitmap.height, upload.name]).to.deep.equal([182, 182, 'face.png'])
    expect(dialogOf(uploader)).to.equal(null)
  })

  it('that is canceled is not added', async () => {
    const uploader = await cropping()
    press(await opened(uploader), 'crop-cancel')
    await waitUntil(() => dialogOf(uploader) === null)
    await uploader.element.waitForIdle()
    expect(uploader.element.files).to.have.length(0)
  })

  it('is added as it is with `no-crop`', async () => {
    const uploader = await cropping({ noCrop: true })
    await uploader.until('ready')
    expect(dialogOf(uploader)).to.equal(null)
  })
})
