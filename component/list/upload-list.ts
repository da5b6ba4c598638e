/** The template of the list: all rows of a short one, the visible rows of a long one. */
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { type RowContext, uploadRow } from './upload-row.ts'
import type { VirtualListController } from './virtual-list-controller.ts'

export function uploadList(
  uploads: readonly UploadSnapshot[],
  view: Pick<VirtualListController, 'long' | 'rows'>,
  context: RowContext,
) {
  const { long } = view
  const place = (row: number) => (long ? { row, count: uploads.length } : null)
  // `.style` instead of the attribute: a strict Content-Security-Policy refuses style attributes. A box that scrolls
  // must take the focus: through its buttons, or itself where they are disabled.
  return html`<ul part="list" class="list ${long ? 'long' : ''}" role="list"
    tabindex=${long && context.disabled ? 0 : nothing}
    .style=${long ? `--_rows: ${uploads.length}` : ''}>
    ${repeat(
      view.rows(uploads).flatMap((row) => {
        const upload = uploads[row]
        return upload === undefined ? [] : [{ row, upload }]
      }),
      ({ upload }) => upload.id,
      ({ row, upload }) => uploadRow(upload, context, place(row)),
    )}
  </ul>`
}
