/** One upload as a row of the list: a template of its snapshot, nothing else. */
import { html, nothing, type TemplateResult } from 'lit'
import { displayName } from '../display-name.ts'
import { can } from '../engine/upload/available-commands.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { formatBytes } from '../text/format-bytes.ts'
import { formatPercent, formatSeconds } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'
import { icons } from './icons.ts'

export type RowCommand = 'pause' | 'resume' | 'retry' | 'cancel' | 'remove'

export interface RowContext {
  readonly messages: Messages
  readonly locale: string | undefined
  readonly disabled: boolean
  act(command: RowCommand, id: string): void
}

/** Where a row stands in a list that is not drawn whole, counted from 0. */
export interface RowPlace {
  readonly row: number
  readonly count: number
}

export function uploadRow(
  upload: UploadSnapshot,
  context: RowContext,
  place: RowPlace | null,
): TemplateResult {
  const { messages } = context
  const name = displayName(upload.name)
  const detailId = `detail-${upload.id}`
  return html`<li part="item item-${upload.status}" class="row ${upload.status}" data-id=${upload.id}
    aria-setsize=${place?.count ?? nothing} aria-posinset=${place === null ? nothing : place.row + 1}
    .style=${place === null ? '' : `--_row: ${place.row}`}>
    <span part="thumbnail" class="thumbnail">${thumbnail(upload)}</span>
    <span class="text">
      <span part="name" class="name" dir="auto" title=${name}>${name}</span>
      <span part=${upload.error ? 'error' : 'meta'} class=${upload.error ? 'error' : 'meta'} id=${detailId}>
        ${detail(upload, context)}
      </span>
      ${progressBar(upload, name, detailId, messages)}
    </span>
    <span part="actions" class="actions">${actions(upload, name, context)}</span>
  </li>`
}

function thumbnail(upload: UploadSnapshot) {
  const variant = smallest(upload)
  const url = variant?.url ?? upload.previewUrl
  if (url === null) return icons.file
  const color = upload.image?.placeholder?.color
  return html`<img src=${url} alt="" decoding="async" part="thumbnail-image"
    .style=${color === undefined ? '' : `background-color: ${color}`} />`
}

function smallest(upload: UploadSnapshot) {
  return upload.variants.reduce<(typeof upload.variants)[number] | undefined>(
    (best, variant) => (best === undefined || variant.width < best.width ? variant : best),
    undefined,
  )
}

function detail(upload: UploadSnapshot, { messages, locale }: RowContext): string {
  const { status, error, size } = upload
  if (error !== null) return messages.error(error.code, error.limit)
  const parts = [formatBytes(size, locale)]
  if (upload.processing.state === 'failed') {
    return [...parts, messages.status.ready, messages.error(upload.processing.error.code, undefined)].join(
      ' · ',
    )
  }
  if (upload.failures > 0) parts.push(messages.waitingToRetry)
  else if (status === 'uploading') {
    parts.push(formatPercent(fraction(upload), locale))
    if (upload.secondsLeft !== null && upload.secondsLeft >= 1) {
      parts.push(messages.timeLeft(formatSeconds(upload.secondsLeft, locale)))
    }
  } else parts.push(messages.status[status])
  if (upload.image !== null) parts.push(`${upload.image.width} × ${upload.image.height}`)
  return parts.join(' · ')
}

/** Never full before S3 answered: the last bytes handed to the socket are not yet there. */
function fraction({ bytesSent, size }: UploadSnapshot): number {
  return size === 0 ? 0 : Math.min(0.99, bytesSent / size)
}

function progressBar(upload: UploadSnapshot, name: string, detailId: string, messages: Messages) {
  switch (upload.status) {
    case 'uploading':
    case 'paused':
      return html`<progress part="progress" max="1" .value=${fraction(upload)}
        aria-label=${messages.progressOf(name)} aria-describedby=${detailId}></progress>`
    case 'preparing':
    case 'completing':
    case 'processing':
      // No value: under way, but nobody can say how far.
      return html`<progress part="progress" class="endless" aria-label=${messages.progressOf(name)}
        aria-describedby=${detailId}></progress>`
    default:
      return nothing
  }
}

function actions(upload: UploadSnapshot, name: string, { messages, disabled, act }: RowContext) {
  const { id, status } = upload
  const button = (
    command: RowCommand,
    icon: TemplateResult,
    label: string,
  ) => html`<button type="button" part="${command}-button" class="icon-button" title=${label} aria-label=${label}
    ?disabled=${disabled} @click=${() => act(command, id)}>${icon}</button>`
  const underWay = status === 'preparing' || status === 'uploading'
  const main = () => {
    if (underWay && can(upload, 'pause')) return button('pause', icons.pause, messages.pause(name))
    if (can(upload, 'resume')) return button('resume', icons.resume, messages.resume(name))
    if (!can(upload, 'retry')) return nothing
    return button('retry', icons.retry, messages.retry(name))
  }
  return [
    status === 'ready' ? html`<span part="done-icon" class="done">${icons.check}</span>` : nothing,
    // In one place, so that the same element is now this and now that, and keeps the focus.
    main(),
    underWay
      ? button('cancel', icons.close, messages.cancel(name))
      : button('remove', icons.close, messages.remove(name)),
  ]
}
