import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { uploadTotals } from '../engine/queue/upload-totals.ts'
import { LiveRegion } from './live-region.ts'
import { type Heard, isAtRest, uploadNews, type Words } from './upload-news.ts'

export interface SpeechOptions {
  /** The present state; undefined while it is not to be spoken of. */
  heard(): Heard | undefined
  words(): Words
}

const NOTHING: Heard = {
  uploads: [],
  removed: [],
  totals: uploadTotals([]),
  moving: 0,
  offline: 0,
  dragging: false,
}

/** Has screen readers say what changed since the last drawing. */
export class SpeechController implements ReactiveController {
  readonly #options: SpeechOptions
  readonly #region: LiveRegion
  #heard = NOTHING

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, options: SpeechOptions) {
    this.#options = options
    this.#region = new LiveRegion(() => host.renderRoot.querySelector('[role=status]'))
    host.addController(this)
  }

  /** Has screen readers say a complete sentence, politely, after what they are told just now. */
  announce(sentence: string): void {
    this.#region.say([{ kind: 'page', sentence }])
  }

  hostUpdated(): void {
    const { heard, words } = this.#options
    const now = heard()
    if (now === undefined) return
    this.#region.say(uploadNews(this.#heard, now, words()))
    this.#heard = now
    if (isAtRest(now)) this.#region.rest()
  }
}
