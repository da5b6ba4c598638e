import type { Rejection } from '../engine/upload/rejection.ts'
import { type RejectionContext, rejectionList } from './rejection-list.ts'

/** The files that were refused since the visitor last chose some, until the visitor dismisses them. */
export class RejectionAlert {
  readonly #onChange: () => void
  #rejections: readonly Rejection[] = []
  #expanded = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  add(rejections: readonly Rejection[]): void {
    this.#rejections = [...this.#rejections, ...rejections]
    this.#onChange()
  }

  clear(): void {
    this.#rejections = []
    this.#expanded = false
    this.#onChange()
  }

  render(context: Omit<RejectionContext, 'expanded' | 'expand'>) {
    return rejectionList(this.#rejections, {
      ...context,
      expanded: this.#expanded,
      expand: () => {
        this.#expanded = true
        this.#onChange()
      },
    })
  }
}
