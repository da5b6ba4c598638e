import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { uploadTotals } from '../engine/queue/upload-totals.ts'
import type { Uploader } from '../engine/uploader.ts'
import { LiveRegion } from './live-region.ts'
import type { SpeechKind } from './speech-queue.ts'
import { furthestQuarter, type Heard, isAtRest, uploadNews, type Words } from './upload-news.ts'

export interface SpeechOptions {
  readonly uploader: Uploader
  tally(): Pick<Heard, 'moving' | 'offline'>
  /** Whether files are dragged over the element. */
  dragging(): boolean
  words(): Words
}

const NOTHING: Heard = {
  uploads: [],
  removed: [],
  totals: uploadTotals([]),
  quarter: 0,
  moving: 0,
  offline: 0,
  dragging: false,
}

/** Has screen readers say what changed since the last drawing. */
export class SpeechController implements ReactiveController {
  readonly #options: SpeechOptions
  readonly #region: LiveRegion
  #heard = NOTHING
  #saidMove = false

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, options: SpeechOptions) {
    this.#options = options
    this.#region = new LiveRegion(() => host.renderRoot.querySelector('[role=status]'))
    host.addController(this)
  }

  /** Has screen readers say a complete sentence, politely, after what they are told just now. */
  announce(sentence: string, kind: SpeechKind = 'page'): void {
    // The list alone cannot tell which of two neighbours was moved.
    if (kind === 'moved') this.#saidMove = true
    this.#region.say([{ kind, sentence }])
  }

  hostUpdated(): void {
    const { uploader, tally, dragging, words } = this.#options
    // A batch that is still being checked is announced at its end.
    if (uploader.checking > 0) return
    const { uploads, removed, totals } = uploader
    const { moving, offline } = tally()
    const quarter = furthestQuarter(this.#heard, totals)
    const now: Heard = { uploads, removed, totals, quarter, moving, offline, dragging: dragging() }
    const news = uploadNews(this.#heard, now, words())
    this.#region.say(this.#saidMove ? news.filter(({ kind }) => kind !== 'moved') : news)
    this.#saidMove = false
    this.#heard = now
    if (isAtRest(now)) this.#region.rest()
  }
}
