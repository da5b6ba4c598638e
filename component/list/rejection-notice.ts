import type { LitElement } from 'lit'
import type { Rejection } from '../engine/upload/rejection.ts'
import { type RejectionContext, rejectionList, spokenRejections } from './rejection-list.ts'

export interface RejectionNoticeOptions {
  words(): Pick<RejectionContext, 'messages' | 'allowed'>
  speak(sentence: string, kind: 'refused'): void
  /** The notice has gone, and the focus with it. */
  onDismissed(): void
}

/** The files that were refused since the visitor last chose some, until the visitor dismisses them. */
export class RejectionNotice {
  readonly #host: LitElement
  readonly #options: RejectionNoticeOptions
  #rejections: readonly Rejection[] = []
  #expanded = false

  constructor(host: LitElement, options: RejectionNoticeOptions) {
    this.#host = host
    this.#options = options
  }

  readonly add = (rejections: readonly Rejection[]): void => {
    if (rejections.length === 0) return
    this.#rejections = [...this.#rejections, ...rejections]
    this.#host.requestUpdate()
    const { words, speak } = this.#options
    speak(spokenRejections(this.#rejections, words()), 'refused')
  }

  clear(): void {
    this.#rejections = []
    this.#expanded = false
    this.#host.requestUpdate()
  }

  render() {
    return rejectionList(this.#rejections, {
      ...this.#options.words(),
      expanded: this.#expanded,
      expand: () => {
        this.#expanded = true
        this.#host.requestUpdate()
      },
      dismiss: () => {
        this.clear()
        this.#options.onDismissed()
      },
    })
  }
}
