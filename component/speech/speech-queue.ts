/**
 * What the live region says, and when: one text at a time, at least five seconds after the one before. Pure.
 *
 * Of each kind one sentence waits: the newest replaces the one before, and files that fare alike are counted. So 200
 * files take a few sentences, and none of them hides a failure.
 */

export type SpeechKind =
  | 'added'
  | 'canceled'
  | 'connection'
  | 'drag'
  | 'failed'
  | 'moved'
  | 'page'
  | 'paused'
  | 'progress'
  | 'refused'
  | 'removed'
  | 'resumed'
  | 'retrying'
  | 'returned'
  | 'triedAgain'

/** Something to say. An empty sentence withdraws what waits of its kind. */
export interface News {
  readonly kind: SpeechKind
  readonly sentence: string
  /** Of files that fare alike: how many they are, and the sentence for more of them. */
  readonly files?: { readonly count: number; together(count: number): string }
}

export interface SpeechQueue {
  /** In the order of their last change. */
  readonly waiting: ReadonlyMap<SpeechKind, News>
  /** When something was last said, in milliseconds of a monotonic clock. */
  readonly spokenAt: number
  /** Kinds that were said since the uploads were last at rest: when each may be said again. */
  readonly notBefore: ReadonlyMap<SpeechKind, { readonly at: number; readonly gapMs: number }>
}

/** Between two texts, in milliseconds: a screen reader needs about three seconds for a sentence. */
export const GAP_MS = 5_000
/** Changes of one moment are said together; a screen reader also needs to know an empty region before. Milliseconds. */
export const GATHER_MS = 250
/** Kinds that happen by themselves any number of times: each time they are said, their gap grows by this factor. */
const GROWTH = 4
const GROWING: ReadonlySet<SpeechKind> = new Set<SpeechKind>(['failed', 'retrying', 'connection'])

export const EMPTY_QUEUE: SpeechQueue = {
  waiting: new Map(),
  spokenAt: Number.NEGATIVE_INFINITY,
  notBefore: new Map(),
}

/** The queue with the news in it. */
export function withNews(queue: SpeechQueue, news: News): SpeechQueue {
  const waiting = new Map(queue.waiting)
  const merged = together(waiting.get(news.kind), news)
  waiting.delete(news.kind)
  if (merged.sentence !== '') waiting.set(news.kind, merged)
  return { ...queue, waiting }
}

/** The uploads are at rest: all that waits may be said after the usual gap. */
export function atRest(queue: SpeechQueue): SpeechQueue {
  return queue.notBefore.size === 0 ? queue : { ...queue, notBefore: new Map() }
}

/** When the next text is due; null where nothing waits. */
export function dueAt(queue: SpeechQueue): number | null {
  const times = [...queue.waiting.keys()].map((kind) => kindDueAt(queue, kind))
  return times.length === 0 ? null : Math.min(...times)
}

/** Takes what is due from the queue; `''` where nothing is. */
export function takeDue(queue: SpeechQueue, now: number): { queue: SpeechQueue; text: string } {
  const due = [...queue.waiting.keys()].filter((kind) => kindDueAt(queue, kind) <= now)
  if (due.length === 0) return { queue, text: '' }
  const waiting = new Map(queue.waiting)
  const notBefore = new Map(queue.notBefore)
  const sentences: string[] = []
  for (const kind of due) {
    sentences.push(waiting.get(kind)?.sentence ?? '')
    waiting.delete(kind)
    if (!GROWING.has(kind)) continue
    const gapMs = (notBefore.get(kind)?.gapMs ?? GAP_MS) * GROWTH
    notBefore.set(kind, { at: now + gapMs, gapMs })
  }
  return { queue: { waiting, notBefore, spokenAt: now }, text: sentences.join(' ') }
}

function kindDueAt({ spokenAt, notBefore }: SpeechQueue, kind: SpeechKind): number {
  return Math.max(spokenAt + GAP_MS, notBefore.get(kind)?.at ?? 0)
}

function together(before: News | undefined, news: News): News {
  if (before?.files === undefined || news.files === undefined) return news
  const count = before.files.count + news.files.count
  return { ...news, sentence: news.files.together(count), files: { ...news.files, count } }
}
