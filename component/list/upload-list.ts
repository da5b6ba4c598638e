/** The template of the list: all rows of a short one, the visible rows of a long one. */
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { uniqueNames } from './upload-name.ts'
import { type RowContext, uploadRow } from './upload-row.ts'
import type { VirtualListController } from './virtual-list-controller.ts'

export function uploadList(
  uploads: readonly UploadSnapshot[],
  view: Pick<VirtualListController, 'long' | 'rows'>,
  context: Omit<RowContext, 'nameOf'>,
) {
  const { long } = view
  const drawn = view.rows(uploads).flatMap((row) => {
    const upload = uploads[row]
    return upload === undefined ? [] : [{ row, upload }]
  })
  const names = uniqueNames(
    drawn.map(({ upload }) => upload),
    context.messages,
  )
  const rowContext = { ...context, nameOf: ({ id, name }: UploadSnapshot) => names.get(id) ?? name }
  // `.style` instead of the attribute: a strict Content-Security-Policy refuses style attributes. A box that scrolls
  // must take the focus: through its buttons, or itself where they are disabled.
  return html`<ul part="list" class="list ${long ? 'long' : ''}" role="list"
    tabindex=${long && context.disabled ? 0 : nothing}
    .style=${long ? `--_rows: ${uploads.length}` : ''}>
    ${repeat(
      drawn,
      ({ upload }) => upload.id,
      ({ row, upload }) => uploadRow(upload, rowContext, { row, count: uploads.length, virtual: long }),
    )}
  </ul>`
}
