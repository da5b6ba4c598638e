/** The dialog in which a visitor chooses the square of a picture that is kept. */
import { html, render } from 'lit'
import type { Messages } from '../text/messages.ts'
import { type CropArea, maxZoom, movePicture, sideOf, wholeArea, zoomTo } from './crop-area.ts'
import { CropGestures } from './crop-gestures.ts'

export interface CropDialogOptions {
  /** The element's shadow root, which has the styles. */
  readonly container: ParentNode & Node
  readonly messages: Messages
  /** Of the words; undefined where it is the page's. */
  readonly lang: string | undefined
  readonly signal: AbortSignal
}

/** The width of the square in that of the stage, as in the style sheet. */
const SQUARE = 0.88

/** The chosen area, or undefined where the visitor cancels or the signal is aborted. */
export function askForArea(
  picture: ImageBitmap,
  { container, messages, lang, signal }: CropDialogOptions,
): Promise<CropArea | undefined> {
  const dialog = document.createElement('dialog')
  dialog.className = 'crop'
  dialog.setAttribute('part', 'crop')
  dialog.setAttribute('aria-labelledby', 's3u-crop-title')
  if (lang !== undefined) dialog.lang = lang
  container.append(dialog)

  let area = wholeArea(picture)
  const set = (next: CropArea) => {
    area = next
    update()
  }
  const gestures = new CropGestures(() => frame().getBoundingClientRect(), {
    move: (by) => set(movePicture(picture, area, by)),
    zoom: (factor, at) => set(zoomTo(picture, area, area.zoom * factor, at)),
  })
  const frame = () => dialog.querySelector('.crop-frame') ?? dialog

  return new Promise((resolve) => {
    const end = (result: CropArea | undefined) => {
      signal.removeEventListener('abort', cancel)
      observer.disconnect()
      // Closed first: the browser gives the focus back to where it was.
      dialog.close()
      dialog.remove()
      resolve(result)
    }
    const cancel = () => end(undefined)
    render(
      html`<h2 id="s3u-crop-title">${messages.cropTitle}</h2>
        <div
          class="crop-stage"
          part="crop-stage"
          role="application"
          tabindex="0"
          autofocus
          aria-label=${messages.cropArea}
          aria-describedby="s3u-crop-hint"
          @pointerdown=${gestures.onPointerDown}
          @pointermove=${gestures.onPointerMove}
          @pointerup=${gestures.onPointerUp}
          @pointercancel=${gestures.onPointerUp}
          @wheel=${gestures.onWheel}
          @keydown=${gestures.onKeyDown}
        >
          <canvas aria-hidden="true"></canvas>
          <div class="crop-frame"></div>
        </div>
        <p class="crop-hint" id="s3u-crop-hint">${messages.cropHint}</p>
        ${
          maxZoom(picture) === 1
            ? html`<div class="crop-zoom"></div>`
            : html`<label class="crop-zoom"
                ><span>${messages.cropZoom}</span
                ><input
                  type="range"
                  min="1"
                  max=${maxZoom(picture)}
                  step="0.01"
                  @input=${({ target }: Event) => {
                    if (target instanceof HTMLInputElement) set(zoomTo(picture, area, target.valueAsNumber))
                  }}
              /></label>`
        }
        <div class="crop-actions">
          <button type="button" part="crop-cancel" @click=${cancel}>${messages.cropCancel}</button>
          <button type="button" class="crop-use" part="crop-use" @click=${() => end(area)}>
            ${messages.cropUse}
          </button>
        </div>`,
      dialog,
    )
    // Escape, and the back gesture of phones.
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      cancel()
    })
    // Keys and pastes inside the dialog are no business of the element behind it.
    for (const type of ['keydown', 'paste']) dialog.addEventListener(type, (event) => event.stopPropagation())
    signal.addEventListener('abort', cancel)
    const observer = new ResizeObserver(() => update())
    dialog.showModal()
    observer.observe(stage() ?? dialog)
    update()
    if (signal.aborted) cancel()
  })

  function stage() {
    return dialog.querySelector<HTMLElement>('.crop-stage')
  }

  function update(): void {
    const canvas = dialog.querySelector('canvas')
    const width = stage()?.clientWidth ?? 0
    if (canvas === null || width === 0) return
    const pixels = Math.round(width * devicePixelRatio)
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels
    const context = canvas.getContext('2d')
    if (context === null) return
    const scale = (pixels * SQUARE) / sideOf(picture, area)
    context.fillStyle = '#fff'
    context.fillRect(0, 0, pixels, pixels)
    context.imageSmoothingQuality = 'high'
    const [left, top] = [pixels / 2 - area.x * scale, pixels / 2 - area.y * scale]
    context.drawImage(picture, left, top, picture.width * scale, picture.height * scale)
    const zoom = dialog.querySelector('input')
    if (zoom !== null) zoom.valueAsNumber = area.zoom
  }
}
