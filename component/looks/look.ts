import type { CSSResult, nothing, TemplateResult } from 'lit'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { SummaryContext } from '../list/list-summary.ts'
import type { RowContext } from '../list/upload-row.ts'
import type { VirtualListController } from '../list/virtual-list-controller.ts'

export interface LookContext extends Omit<RowContext, 'nameOf'> {
  /** Of the metadata that a text field of each card fills; null for no such field. */
  readonly captionField: string | null
  /** Whether visitors can change the order. */
  readonly reorder: boolean
  readonly summary: SummaryContext
  setCaption(upload: UploadSnapshot, caption: string): void
}

/** How uploads are drawn in place of the list. Each is loaded with the first element that has it. */
export interface Look {
  readonly styles: CSSResult
  /** The uploads, and what is told of all of them. */
  list(
    uploads: readonly UploadSnapshot[],
    view: Pick<VirtualListController, 'long' | 'rows' | 'grid'>,
    context: LookContext,
  ): TemplateResult | typeof nothing
  /** What stands in the frame of the drop zone in place of its icon. */
  picture?(uploads: readonly UploadSnapshot[], context: LookContext): TemplateResult | undefined
}
