import {
  atRest,
  dueAt,
  EMPTY_QUEUE,
  GATHER_MS,
  type News,
  type SpeechQueue,
  takeDue,
  withNews,
} from './speech-queue.ts'

/** Screen readers say a text again only where the region was empty before; milliseconds. */
const EMPTY_MS = 100
/** After a text that equals the one before: Orca takes two equal insertions for the same event. */
const NO_BREAK_SPACE = '\u00a0'

/** Writes the texts of a speech queue into an element with `role="status"`, each at its time. */
export class LiveRegion {
  readonly #region: () => Element | null | undefined
  #queue: SpeechQueue = EMPTY_QUEUE
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the oldest of the waiting news came. */
  #waitingSince = 0
  #written = ''

  /** @param region the element as it is drawn now */
  constructor(region: () => Element | null | undefined) {
    this.#region = region
  }

  say(news: readonly News[]): void {
    if (news.length === 0) return
    if (dueAt(this.#queue) === null) this.#waitingSince = performance.now()
    for (const one of news) this.#queue = withNews(this.#queue, one)
    this.#schedule()
  }

  /** The uploads are at rest: what waits is said after the usual gap. */
  rest(): void {
    this.#queue = atRest(this.#queue)
    this.#schedule()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const at = dueAt(this.#queue)
    if (at === null) return
    const waitMs = Math.max(this.#waitingSince + GATHER_MS, at) - performance.now()
    this.#timer = setTimeout(() => this.#speak(), waitMs)
  }

  #speak(): void {
    const { queue, text } = takeDue(this.#queue, performance.now())
    this.#queue = queue
    if (text !== '') this.#write(text)
    this.#schedule()
  }

  #write(text: string): void {
    const region = this.#region()
    if (region === null || region === undefined) return
    region.textContent = ''
    this.#written = text === this.#written ? text + NO_BREAK_SPACE : text
    setTimeout(() => {
      region.textContent = this.#written
    }, EMPTY_MS)
  }
}
