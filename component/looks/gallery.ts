/** The look of cards with pictures. */
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { icons } from '../list/icons.ts'
import { listSummary } from '../list/list-summary.ts'
import { moveHandle } from '../list/move-handle.ts'
import { uniqueNames, uploadName } from '../list/upload-name.ts'
import { actions, detail, errorCode, progressBar, thumbnail } from '../list/upload-row.ts'
import { galleryStyles } from './gallery.styles.ts'
import type { Look, LookContext } from './look.ts'

/** UTF-16 units. S3's event carries at most 2,048 bytes about one file. */
const MAX_CAPTION = 500

export const gallery: Look = {
  styles: galleryStyles,
  list(uploads, view, context) {
    const { long } = view
    const { columns, step } = view.grid
    const drawn = view.rows(uploads).flatMap((index) => {
      const upload = uploads[index]
      return upload === undefined ? [] : [{ index, upload }]
    })
    const names = uniqueNames(
      drawn.map(({ upload }) => upload),
      context.messages,
    )
    const nameOf = ({ id, name }: UploadSnapshot) => names.get(id) ?? name
    const rows = Math.ceil(uploads.length / columns)
    return html`${
      uploads.length === 0
        ? nothing
        : html`<ul part="list" class="list cards ${long ? 'long' : ''}" role="list"
      tabindex=${long && context.disabled ? 0 : nothing} .style=${long ? `--_rows: ${rows}; --_step: ${step}px` : ''}>
      ${repeat(
        drawn,
        ({ upload }) => upload.id,
        ({ index, upload }) =>
          card(upload, { ...context, nameOf }, nameOf(upload), {
            position: long ? { index, count: uploads.length } : null,
            place: long ? placeInGrid(index, columns) : '',
            index,
            count: uploads.length,
          }),
      )}
    </ul>`
    }${listSummary(context.summary)}`
  },
}

/** The end line is needed: without it, a card placed absolutely ends at the edge of the list. */
function placeInGrid(index: number, columns: number): string {
  const line = (index % columns) + 1
  return `--_row: ${Math.floor(index / columns)}; grid-column: ${line} / ${line + 1}`
}

interface CardPlace {
  /** Null where all cards are drawn. */
  readonly position: { readonly index: number; readonly count: number } | null
  /** In CSS. */
  readonly place: string
  readonly index: number
  readonly count: number
}

function card(
  upload: UploadSnapshot,
  context: LookContext & { nameOf(upload: UploadSnapshot): string },
  name: string,
  { position, place, index, count }: CardPlace,
) {
  const detailId = `detail-${upload.id}`
  const { status, error } = upload
  return html`<li part="item item-${status}" class="card ${status}" data-id=${upload.id}
    aria-setsize=${position?.count ?? nothing} aria-posinset=${position === null ? nothing : position.index + 1}
    .style=${place}>
    <span part="thumbnail" class="thumbnail">
      ${thumbnail(upload)}${status === 'failed' ? html`<span class="mark">${icons.alert}</span>` : nothing}
      ${progressBar(upload, name, detailId, context)}
    </span>
    ${context.reorder ? moveHandle(upload, name, index, count, context) : nothing}
    <span part="actions" class="actions">${actions(upload, name, context)}</span>
    <span class="text">
      ${uploadName(upload)}
      <span part=${error ? 'error' : 'meta'} class=${error ? 'error' : 'meta'} id=${detailId}>
        ${detail(upload, context)} ${errorCode(upload)}
      </span>
      ${caption(upload, name, context)}
    </span>
  </li>`
}

/** What is typed is kept at once: the upload may be completed at any time. */
function caption(upload: UploadSnapshot, name: string, context: LookContext) {
  const { captionField, messages, disabled, setCaption } = context
  if (captionField === null) return nothing
  const label = captionField === 'alt' ? messages.altText : messages.caption
  const type = (event: Event & { currentTarget: HTMLInputElement }) => {
    // The page hears `input` when the form value changes.
    event.stopPropagation()
    setCaption(upload, event.currentTarget.value)
  }
  return html`<label class="field"><span part="caption-label" class="label">${label}</span><input part="caption"
    class="caption" maxlength=${MAX_CAPTION} aria-label="${label}: ${name}"
    ?readonly=${disabled || !takesMetadata(upload)} .value=${upload.metadata[captionField] ?? ''} @input=${type} /></label>`
}

/** The completion carries what is set when it is asked for; afterwards the form does. */
function takesMetadata({ status }: UploadSnapshot): boolean {
  return status !== 'completing' && status !== 'canceled'
}
