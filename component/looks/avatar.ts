/** The look of one round picture. */
import { html, nothing } from 'lit'
import { displayName } from '../display-name.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { icons } from '../list/icons.ts'
import { uploadName } from '../list/upload-name.ts'
import { actions, detail, errorCode, fraction, progressOf } from '../list/upload-row.ts'
import { avatarStyles } from './avatar.styles.ts'
import type { Look, LookContext } from './look.ts'

export const avatar: Look = {
  styles: avatarStyles,
  list(uploads, _, context) {
    const upload = uploads.at(-1)
    return upload === undefined ? nothing : status(upload, context)
  },
  picture(uploads, context) {
    const upload = uploads.at(-1)
    return upload === undefined ? undefined : picture(upload, context)
  },
}

/** The largest variant that a small frame needs; the local picture until then. */
function pictureUrl({ variants, previewUrl }: UploadSnapshot): string | null {
  const images = variants.filter(({ contentType }) => contentType.startsWith('image/'))
  const [first] = images.filter(({ width }) => width >= 200).sort((a, b) => a.width - b.width)
  return first?.url ?? images.at(-1)?.url ?? previewUrl
}

function picture(upload: UploadSnapshot, { messages }: LookContext) {
  const url = pictureUrl(upload)
  const name = displayName(upload.name)
  return html`<span class="portrait ${upload.status}">
    ${url === null ? icons.person : html`<img src=${url} alt="" decoding="async" part="thumbnail-image" />`}
    ${upload.status === 'failed' ? html`<span class="mark">${icons.alert}</span>` : nothing}
    ${ring(upload, messages.progressOf(name))}
  </span>`
}

function ring(upload: UploadSnapshot, label: string) {
  const progress = progressOf(upload)
  if (progress === 'none') return nothing
  const value = fraction(upload)
  // `pathLength` makes the circle 100 units long.
  return html`<svg class="ring ${progress}" viewBox="0 0 100 100" role="progressbar" aria-label=${label}
    aria-valuemin="0" aria-valuemax="100" aria-valuenow=${progress === 'known' ? Math.round(value * 100) : nothing}>
    <circle cx="50" cy="50" r="46" pathLength="100" />
    <circle class="sent" cx="50" cy="50" r="46" pathLength="100"
      stroke-dasharray="${progress === 'known' ? Math.max(1, value * 100) : 25} 100" />
  </svg>`
}

function status(upload: UploadSnapshot, context: LookContext) {
  const name = displayName(upload.name)
  const { error } = upload
  const row = { ...context, nameOf: () => name }
  return html`<ul part="list" class="list portrait-status" role="list"><li part="item item-${upload.status}"
    class="row ${upload.status}" data-id=${upload.id}>
    <span class="text">
      ${uploadName(upload)}
      <span part=${error ? 'error' : 'meta'} class=${error ? 'error' : 'meta'}>
        ${error ? icons.alert : nothing}${detail(upload, row)} ${errorCode(upload)}
      </span>
    </span>
    <span part="actions" class="actions">${actions(upload, name, row)}</span>
  </li></ul>`
}
