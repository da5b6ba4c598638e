/** The look of rows. */
import { html, nothing } from 'lit'
import { listSummary } from '../list/list-summary.ts'
import { listStyles } from '../list/upload-list.styles.ts'
import { uploadList } from '../list/upload-list.ts'
import type { Look } from './look.ts'

export const listLook: Look = {
  styles: listStyles,
  list: (uploads, view, context) =>
    html`${uploads.length === 0 ? nothing : uploadList(uploads, view, context)}${listSummary(context.summary)}`,
}
