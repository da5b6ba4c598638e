import type { Rejection } from '../engine/upload/rejection.ts'
import { type RejectionContext, rejectionList } from './rejection-list.ts'

/** The files that were refused since the visitor last chose some, until the visitor dismisses them. */
export class RejectionAlert {
  readonly #onChange: () => void
  #rejections: readonly Rejection[] = []
  #unreadable = 0
  #expanded = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  add(rejections: readonly Rejection[], unreadable = 0): void {
    this.#rejections = [...this.#rejections, ...rejections]
    this.#unreadable += unreadable
    this.#onChange()
  }

  clear(): void {
    this.#rejections = []
    this.#expanded = false
    this.#unreadable = 0
    this.#onChange()
  }

  render(context: Omit<RejectionContext, 'unreadable' | 'expanded' | 'expand'>) {
    return rejectionList(this.#rejections, {
      ...context,
      unreadable: this.#unreadable,
      expanded: this.#expanded,
      expand: () => {
        this.#expanded = true
        this.#onChange()
      },
    })
  }
}
