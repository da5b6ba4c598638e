/** The template of one row: shows a snapshot, and nothing else. */
import { html, nothing, type TemplateResult } from 'lit'
import { can } from '../engine/upload/available-commands.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { failureReason } from '../text/failure-reason.ts'
import { formatBytes } from '../text/format-bytes.ts'
import { formatSize } from '../text/format-number.ts'
import { formatPercent, formatSeconds } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'
import { retryReason } from '../text/retry-reason.ts'
import { fileIcon, icons } from './icons.ts'
import { moveHandle } from './move-handle.ts'
import { uploadName } from './upload-name.ts'

export type RowCommand = 'pause' | 'resume' | 'retry' | 'cancel' | 'remove'

export interface RowContext {
  readonly messages: Messages
  /** Of the words and numbers. */
  readonly language: string
  readonly disabled: boolean
  /** Whether visitors can change the order. */
  readonly reorder: boolean
  /** What its buttons call it. */
  nameOf(upload: UploadSnapshot): string
  act(command: RowCommand, id: string): void
}

/** Position of a row in the list, counted from 0. */
export interface RowPlace {
  readonly row: number
  readonly count: number
  /** Whether only some rows are drawn, each at its place. */
  readonly virtual: boolean
}

export function uploadRow(
  upload: UploadSnapshot,
  context: RowContext,
  { row, count, virtual }: RowPlace,
): TemplateResult {
  const name = context.nameOf(upload)
  const detailId = `detail-${upload.id}`
  return html`<li part="item item-${upload.status} item-${upload.origin}" class="row ${upload.status}" data-id=${upload.id}
    aria-setsize=${virtual ? count : nothing} aria-posinset=${virtual ? row + 1 : nothing}
    .style=${virtual ? `--_row: ${row}` : ''}>
    ${context.reorder ? moveHandle(upload, name, row, count, context) : nothing}
    <span part="thumbnail" class="thumbnail">${thumbnail(upload)}</span>
    <span class="text">
      ${uploadName(upload)}
      <span part=${upload.error ? 'error' : 'meta'} class=${upload.error ? 'error' : 'meta'} id=${detailId}>
        ${upload.error ? icons.alert : nothing}${detail(upload, context)} ${errorCode(upload)}
      </span>
      ${progressBar(upload, name, detailId, context)}
    </span>
    <span part="actions" class="actions">${actions(upload, name, context)}</span>
  </li>`
}

export function thumbnail(upload: UploadSnapshot) {
  const variant = smallest(upload)
  const url = variant?.url ?? upload.previewUrl
  if (url === null) return fileIcon(upload)
  const color = upload.image?.placeholder?.color
  return html`<img src=${url} alt="" decoding="async" draggable="false" part="thumbnail-image"
    .style=${color === undefined ? '' : `background-color: ${color}`} />`
}

/** Of the images: a video's variants are its poster and itself. */
function smallest({ variants }: UploadSnapshot) {
  return variants
    .filter(({ contentType }) => contentType.startsWith('image/'))
    .reduce<(typeof variants)[number] | undefined>(
      (best, variant) => (best === undefined || variant.width < best.width ? variant : best),
      undefined,
    )
}

/** For support: the code of the failure, and the id of the request in the logs of S3 or the API. */
export function errorCode({ error, processing }: UploadSnapshot) {
  const failure = processing.state === 'failed' ? processing.error : error
  if (failure === null) return nothing
  const { code, requestId } = failure
  return html`<code part="error-code" class="code" lang="" translate="no">${code}${requestId ? ` ${requestId}` : ''}</code>`
}

export function detail(upload: UploadSnapshot, context: RowContext): string {
  const { messages, language } = context
  const { error, size, image, processing } = upload
  const reason = failureReason(upload, messages)
  if (error !== null && reason !== null) return reason
  // Of a stored file the page may not know the size.
  const parts = size === 0 && upload.origin === 'stored' ? [] : [formatBytes(size, language)]
  if (processing.state === 'failed' && reason !== null) {
    return [...parts, messages.status.ready, reason].join(' · ')
  }
  parts.push(...progressWords(upload, context))
  // From left to right also among words that are not: the two numbers would change places.
  if (image !== null) parts.push(`\u202d${formatSize(image, language)}\u202c`)
  return parts.join(' · ')
}

/** What it waits for, or how far it is. */
function progressWords(upload: UploadSnapshot, { messages, language }: RowContext): string[] {
  const { status, waiting, failures, secondsLeft } = upload
  if (upload.origin === 'stored') return [messages.stored]
  if (waiting?.for === 'network') return [messages.waitsForNetwork]
  if (waiting?.for === 'retry') {
    const { error, attempt, retries, until } = waiting
    const seconds = (until - Date.now()) / 1000
    const time = seconds > 0 ? formatSeconds(seconds, language) : null
    return [messages.retrying(retryReason(error.code, messages), time, attempt, retries)]
  }
  if (waiting?.for === 'visitor' && status === 'queued') return [messages.waitsForVisitor]
  if (failures > 0) return [messages.tryingAgain]
  if (status !== 'uploading') return [messages.status[status]]
  const percent = formatPercent(fraction(upload), language)
  if (secondsLeft === null || secondsLeft < 1) return [percent]
  return [percent, messages.timeLeft(formatSeconds(secondsLeft, language))]
}

/** Share of the bytes that were sent, at most 0.99: S3 has the last ones only when it responds. */
export function fraction({ bytesSent, size }: UploadSnapshot): number {
  return size === 0 ? 0 : Math.min(0.99, bytesSent / size)
}

export function progressBar(upload: UploadSnapshot, name: string, detailId: string, context: RowContext) {
  const label = context.messages.progressOf(name)
  switch (progressOf(upload)) {
    case 'known':
      return html`<progress part="progress" max="1" .value=${fraction(upload)} aria-valuetext=${valueText(upload, context)}
        aria-label=${label} aria-describedby=${detailId}></progress>`
    case 'unknown':
      return html`<progress part="progress" class="endless" aria-label=${label}
        aria-describedby=${detailId}></progress>`
    default:
      return nothing
  }
}

/** Percentage, bytes and time in words: of `0.42` a screen reader says only that. */
function valueText(upload: UploadSnapshot, { messages, language }: RowContext): string {
  const { bytesSent, size, secondsLeft } = upload
  const time = secondsLeft === null || secondsLeft < 1 ? null : formatSeconds(secondsLeft, language, 'long')
  const [sent, all] = [bytesSent, size].map((bytes) => formatBytes(bytes, language))
  return messages.spoken.progressValue(formatPercent(fraction(upload), language), sent ?? '', all ?? '', time)
}

export function progressOf({ status, waiting }: UploadSnapshot): 'none' | 'known' | 'unknown' {
  switch (status) {
    case 'paused':
    case 'uploading':
      return 'known'
    case 'preparing':
    case 'completing':
      return waiting === null || waiting.for === 'slot' ? 'unknown' : 'none'
    case 'processing':
      return 'unknown'
    default:
      return 'none'
  }
}

export function actions(upload: UploadSnapshot, name: string, { messages, disabled, act }: RowContext) {
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
    // One place for all three, so that the button keeps the focus when its command changes.
    main(),
    underWay
      ? button('cancel', icons.close, messages.cancel(name))
      : button('remove', icons.close, messages.remove(name)),
  ]
}
