import { expect } from '@open-wc/testing'
import { png, type UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const dialogOf = ({ element }: UploaderHarness) =>
  element.shadowRoot?.querySelector<HTMLDialogElement>('dialog.crop')

async function cropping(settings: object = {}, [width, height] = [320, 200]) {
  const uploader = await uploaderOn('works', {
    noStatus: true,
    multiple: false,
    variant: 'avatar',
    ...settings,
  })
  await waitUntil(
    () =>
      uploader.element.shadowRoot?.querySelector<HTMLElement>('.words')?.lang ===
      (uploader.element.locale ?? 'en'),
  )
  await uploader.pick(await png('face.png', '#06c', width, height))
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

/** Presses keys, each where the focus is. */
function strike(uploader: UploaderHarness, ...keys: string[]) {
  for (const key of keys)
    uploader.focused?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

function slider(dialog: HTMLDialogElement, name: string): HTMLInputElement {
  const sliders = [...dialog.querySelectorAll<HTMLInputElement>('input[type=range]')]
  const found = sliders.find((one) => (one.ariaLabel ?? one.labels?.[0]?.textContent)?.trim() === name)
  if (found === undefined) throw new Error(`No slider ${name}`)
  return found
}

const valueTextOf = (one: Element | null) => one?.getAttribute('aria-valuetext')

describe('an avatar', () => {
  it('is cropped to a square before it is added', async () => {
    const uploader = await cropping()
    const dialog = await opened(uploader)
    expect(uploader.element.files).to.have.length(0)
    strike(uploader, '+', 'ArrowLeft', 'ArrowDown')
    expect(slider(dialog, 'Zoom').valueAsNumber).to.be.closeTo(1.1, 0.01)
    press(dialog, 'crop-use')
    await uploader.until('ready')
    const [upload] = uploader.element.files
    if (upload === undefined) throw new Error('Nothing was added')
    const bitmap = await createImageBitmap(upload.file ?? new Blob())
    expect([bitmap.width, bitmap.height, upload.name]).to.deep.equal([182, 182, 'face.png'])
    expect(dialogOf(uploader)).to.equal(null)
  })

  it('is moved by sliders that say where it is', async () => {
    const uploader = await cropping()
    const dialog = await opened(uploader)
    const [across, up] = [slider(dialog, 'Left and right'), slider(dialog, 'Up and down')]
    expect(uploader.focused).to.equal(across)
    expect([across, up].map(valueTextOf)).to.deep.equal(['50%', '50%'])
    expect([across, up].map((one) => one.getAttribute('aria-disabled'))).to.deep.equal(['false', 'true'])
    strike(uploader, 'ArrowRight')
    expect(valueTextOf(uploader.focused)).to.equal('58%')
    strike(uploader, '+')
    expect(valueTextOf(uploader.focused)).to.equal('57%')
    expect(dialog.querySelector('[aria-live]')?.textContent).to.equal('Zoom 110%')
    strike(uploader, 'ArrowUp')
    expect(uploader.focused).to.equal(up)
    expect(valueTextOf(up)).to.equal('100%')
    expect(up.getAttribute('aria-disabled')).to.equal('false')
    across.valueAsNumber = 0
    across.dispatchEvent(new Event('input'))
    expect(valueTextOf(across)).to.equal('0%')
    press(dialog, 'crop-cancel')
  })

  it('that is higher than wide is first moved up and down', async () => {
    const uploader = await cropping({}, [200, 320])
    const dialog = await opened(uploader)
    expect(uploader.focused).to.equal(slider(dialog, 'Up and down'))
    press(dialog, 'crop-cancel')
  })

  it('is dragged, and keys move it after that', async () => {
    const uploader = await cropping()
    const dialog = await opened(uploader)
    const stage = dialog.querySelector('.crop-stage')
    if (stage === null) throw new Error('No stage')
    slider(dialog, 'Zoom').focus()
    const { left, top, width } = stage.getBoundingClientRect()
    const at = (type: string, x: number) =>
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        clientX: left + x * width,
        clientY: top + width / 2,
      })
    stage.dispatchEvent(at('pointerdown', 0.5))
    const mouse = new MouseEvent('mousedown', { bubbles: true, cancelable: true })
    stage.dispatchEvent(mouse)
    expect(mouse.defaultPrevented).to.equal(true)
    stage.dispatchEvent(at('pointermove', 0.9))
    stage.dispatchEvent(at('pointerup', 0.9))
    expect(uploader.focused).to.equal(slider(dialog, 'Left and right'))
    expect(valueTextOf(uploader.focused)).to.equal('100%')
    strike(uploader, 'ArrowLeft')
    expect(valueTextOf(uploader.focused)).to.equal('92%')
    press(dialog, 'crop-cancel')
  })

  it('is cropped in the direction and the numbers of the words', async () => {
    const uploader = await cropping({ locale: 'ar-EG' })
    const dialog = await opened(uploader)
    expect([dialog.lang.slice(0, 2), getComputedStyle(dialog).direction]).to.deep.equal(['ar', 'rtl'])
    press(dialog, 'crop-cancel')
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
