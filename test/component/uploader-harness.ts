/** Drives `<s3-uploader>` in a real browser as a user would, without selectors in every test. */
import { fixture, html } from '@open-wc/testing'
import { waitUntil } from './wait-until.ts'
import '../../component/index.ts'
import type { S3UploaderElement, UploadStatus } from '../../component/index.ts'

export interface Row {
  readonly status: string
  readonly text: string
  readonly image: HTMLImageElement | null
  button(label: string): HTMLButtonElement
}

export class UploaderHarness {
  readonly element: S3UploaderElement

  constructor(element: S3UploaderElement) {
    this.element = element
  }

  get rows(): Row[] {
    return [...this.#root.querySelectorAll('li.row')].map((row) => ({
      status: row.classList.item(1) ?? '',
      text: (row.textContent ?? '').replace(/\s+/g, ' ').trim(),
      image: row.querySelector('img'),
      button: (label) => {
        const buttons = [...row.querySelectorAll('button')]
        const found = buttons.find((button) => button.getAttribute('aria-label')?.startsWith(label))
        if (found === undefined) throw new Error(`No button ${label} in: ${row.textContent}`)
        return found
      },
    }))
  }

  /** The list of refused files, as text. */
  get alert(): string {
    const notice = this.#root.querySelector('.rejections, .failure')
    return (notice?.textContent ?? '').replace(/\s+/g, ' ').trim()
  }

  /** The line below the list. */
  get summary(): string {
    return (this.#one('.summary').textContent ?? '').replace(/\s+/g, ' ').trim()
  }

  get spoken(): string {
    return this.#one('[role=status]').textContent ?? ''
  }

  get zone(): HTMLElement {
    return this.#one('.dropzone')
  }

  get chooseButton(): HTMLButtonElement {
    return this.#one('.choose')
  }

  get input(): HTMLInputElement {
    return this.#one('input[type=file]')
  }

  get focused(): Element | null {
    return this.#root.activeElement
  }

  /** As if the user had picked them in the file dialog. */
  async pick(...files: File[]): Promise<void> {
    await this.#comeNear()
    this.input.files = transferOf(files).files
    this.input.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    this.input.dispatchEvent(new Event('change', { bubbles: true }))
    await this.#turn()
  }

  async drop(...files: File[]): Promise<void> {
    await this.#comeNear()
    this.#drag('drop', transferOf(files))
    await this.#turn()
  }

  async dragOver(transfer: DataTransfer): Promise<DragEvent> {
    await this.#comeNear()
    const event = this.#drag('dragover', transfer)
    await this.#turn()
    return event
  }

  async paste(...files: File[]): Promise<Event> {
    await this.#comeNear()
    const event = new Event('paste', { bubbles: true, composed: true, cancelable: true })
    // Firefox gives events made by script an empty clipboard.
    Object.defineProperty(event, 'clipboardData', { value: transferOf(files) })
    this.chooseButton.dispatchEvent(event)
    await this.#turn()
    return event
  }

  /** Waits until every upload has one of these statuses. */
  async until(...statuses: UploadStatus[]): Promise<void> {
    await waitUntil(
      () =>
        this.element.files.length > 0 &&
        this.element.files.every((upload) => statuses.includes(upload.status)),
      `Expected every upload to be ${statuses.join(' or ')}`,
      { timeout: 25_000 },
    )
    // What is drawn follows within a frame.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await this.element.updateComplete
  }

  #drag(type: string, transfer: DataTransfer): DragEvent {
    const event = new DragEvent(type, {
      dataTransfer: transfer,
      bubbles: true,
      composed: true,
      cancelable: true,
    })
    this.#one('.dropzone').dispatchEvent(event)
    return event
  }

  /** A visitor's pointer or keyboard has loaded the uploader; test/e2e/first-load.test.ts tests other cases. */
  #comeNear(): Promise<void> {
    return this.element.load()
  }

  /** Gestures are taken in over some promises; rendering follows. */
  async #turn(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve))
    await this.element.updateComplete
  }

  get #root(): ShadowRoot {
    const { shadowRoot } = this.element
    if (shadowRoot === null) throw new Error('The element has not rendered')
    return shadowRoot
  }

  #one<E extends HTMLElement>(selector: string): E {
    const found = this.#root.querySelector<E>(selector)
    if (found === null) throw new Error(`Nothing matches ${selector}`)
    return found
  }
}

/** An uploader on the page, talking to the backend of that name. */
export async function uploaderOn(
  backend:
    | 'works'
    | 'html'
    | 's3-down'
    | 's3-silent'
    | 's3-busy'
    | 'sns-refuses'
    | 'stranger'
    | 'http://127.0.0.1:49151',
  settings: Partial<S3UploaderElement> = {},
): Promise<UploaderHarness> {
  const endpoint = backend.startsWith('http') ? backend : `/api/${backend}`
  const element = await fixture<S3UploaderElement>(
    html`<s3-uploader name="photos" endpoint=${endpoint} multiple retries="0"></s3-uploader>`,
  )
  Object.assign(element, settings)
  await element.updateComplete
  const harness = new UploaderHarness(element)
  // The limits are known a moment after the element is there.
  if (backend === 'works') await waitUntil(() => harness.input.accept !== '')
  return harness
}

/** A PNG of one colour. */
export async function png(name = 'red.png', colour = '#c00', width = 320, height = 200): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('No canvas here')
  context.fillStyle = colour
  context.fillRect(0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  if (blob === null) throw new Error('No PNG here')
  return new File([blob], name, { type: 'image/png' })
}

export function transferOf(files: readonly File[]): DataTransfer {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  return transfer
}
