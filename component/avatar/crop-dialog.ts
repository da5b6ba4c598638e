/** The dialog in which a visitor chooses the square of a picture that is kept. */
import { html, nothing, render } from 'lit'
import { formatPercent } from '../text/format-progress.ts'
import type { Language } from '../text/language.ts'
import type { Messages } from '../text/messages.ts'
import {
  type Axis,
  type CropArea,
  maxZoom,
  movePicture,
  moveTo,
  placeOf,
  sideOf,
  wholeArea,
  zoomTo,
} from './crop-area.ts'
import { axisOf, CropGestures } from './crop-gestures.ts'

export interface CropDialogOptions {
  /** The element's shadow root, which has the styles. */
  readonly container: ParentNode & Node
  readonly messages: Messages
  /** Of the words and the numbers. */
  readonly language: Language
  readonly signal: AbortSignal
}

/** The width of the square in that of the stage, as in the style sheet. */
const SQUARE = 0.88
/** Of the sliders. */
const STEP = 0.01

/**
 * The chosen area, or undefined where the visitor cancels or the signal is aborted.
 *
 * The picture is moved by two sliders, which lie unseen over it: arrow keys reach them in every mode of a screen reader,
 * and it says their values. Their group has the name of the dialog: of a modal dialog in Firefox, Orca does not say it.
 */
export function askForArea(
  picture: ImageBitmap,
  { container, messages, language, signal }: CropDialogOptions,
): Promise<CropArea | undefined> {
  const dialog = document.createElement('dialog')
  dialog.className = 'crop'
  dialog.setAttribute('part', 'crop')
  dialog.setAttribute('aria-labelledby', 's3u-crop-title')
  const { locale, lang, dir } = language
  if (lang !== undefined) dialog.lang = lang
  if (dir !== undefined) dialog.dir = dir
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
  const slider = (name: Axis | 'zoom') => dialog.querySelector<HTMLInputElement>(`[data-crop=${name}]`)
  // The other one cannot move the picture before it is enlarged.
  const first: Axis = picture.height > picture.width ? 'y' : 'x'
  const onKeyDown = (event: KeyboardEvent) => {
    gestures.onKeyDown(event)
    if (!event.defaultPrevented) return
    const axis = axisOf(event)
    // A screen reader says the value of the slider that has the focus, and of the zoom only what is written here.
    if (axis !== undefined) slider(axis)?.focus()
    else dialog.querySelector('[aria-live]')?.replaceChildren(`${messages.cropZoom} ${zoomText()}`)
  }
  const zoomText = () => formatPercent(area.zoom, locale)
  const onMouseDown = (event: Event) => {
    // The focus would leave the sliders, and arrow keys the picture.
    event.preventDefault()
    if (!stage()?.querySelector(':focus')) slider(first)?.focus()
  }
  const axisSlider = (axis: Axis, name: string) =>
    html`<input
      type="range"
      min="0"
      max="1"
      step=${STEP}
      data-crop=${axis}
      aria-label=${name}
      aria-describedby=${axis === first ? 's3u-crop-hint' : nothing}
      aria-orientation=${axis === 'x' ? 'horizontal' : 'vertical'}
      ?autofocus=${axis === first}
      @input=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) set(moveTo(picture, area, axis, target.valueAsNumber))
      }}
    />`

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
          role="group"
          aria-labelledby="s3u-crop-title"
          @pointerdown=${gestures.onPointerDown}
          @pointermove=${gestures.onPointerMove}
          @pointerup=${gestures.onPointerUp}
          @pointercancel=${gestures.onPointerUp}
          @wheel=${gestures.onWheel}
          @mousedown=${onMouseDown}
          @keydown=${onKeyDown}
        >
          ${axisSlider('x', messages.cropHorizontal)} ${axisSlider('y', messages.cropVertical)}
          <canvas aria-hidden="true"></canvas>
          <div class="crop-frame"></div>
        </div>
        <p class="visually-hidden" aria-live="polite"></p>
        <p class="crop-hint" id="s3u-crop-hint">${messages.cropHint}</p>
        ${
          maxZoom(picture) === 1
            ? html`<div class="crop-zoom"></div>`
            : html`<label class="crop-zoom" @keydown=${gestures.onZoomKeyDown}
                ><span>${messages.cropZoom}</span
                ><input
                  type="range"
                  min="1"
                  max=${maxZoom(picture)}
                  step=${STEP}
                  data-crop="zoom"
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
    setValues()
    draw()
  }

  function setValues(): void {
    setSlider(slider('zoom'), area.zoom, zoomText())
    for (const axis of ['x', 'y'] as const) {
      const place = placeOf(picture, area, axis)
      setSlider(slider(axis), place ?? 0.5, formatPercent(place ?? 0.5, locale))
      slider(axis)?.setAttribute('aria-disabled', String(place === null))
    }
  }

  function draw(): void {
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
  }
}

function setSlider(slider: HTMLInputElement | null, value: number, text: string): void {
  if (slider === null) return
  // Only what differs, as screen readers say again what is set; the text first, as Orca says it when the number changes.
  if (slider.getAttribute('aria-valuetext') !== text) slider.setAttribute('aria-valuetext', text)
  if (Math.abs(slider.valueAsNumber - value) > STEP / 2) slider.valueAsNumber = value
}
