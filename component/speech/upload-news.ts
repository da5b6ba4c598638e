/** What is worth saying about a change of the list, the network or a drag. Pure. */
import { displayName } from '../display-name.ts'
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { failureReason } from '../text/failure-reason.ts'
import { formatPercent } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'
import type { News, SpeechKind } from './speech-queue.ts'

/** What is heard of the element at one moment. */
export interface Heard {
  /** In list order; the same array as long as nothing changed. */
  readonly uploads: readonly UploadSnapshot[]
  /** Removed uploads that the visitor can still bring back. */
  readonly removed: readonly UploadSnapshot[]
  readonly totals: UploadTotals
  /** Quarters of all bytes that were sent, 0 to 4: the most so far, as a refused request takes some back. */
  readonly quarter: number
  /** Uploads that are under way or start by themselves. */
  readonly moving: number
  /** Those of them that wait for the network. */
  readonly offline: number
  /** Whether files are dragged over the element. */
  readonly dragging: boolean
}

export interface Words {
  readonly messages: Messages
  readonly language: string | undefined
}

export function uploadNews(before: Heard, after: Heard, words: Words): News[] {
  return [
    ...(before.uploads === after.uploads ? [] : listNews(before, after, words)),
    ...connectionNews(before, after, words),
    ...progressNews(before, after, words),
    ...dragNews(before, after, words),
  ]
}

function listNews(before: Heard, after: Heard, { messages }: Words): News[] {
  const { spoken } = messages
  const former = new Map<string, UploadSnapshot>()
  const changed: UploadSnapshot[] = []
  // Of 10,000 uploads most are the same in the same place.
  for (let at = 0; at < Math.max(before.uploads.length, after.uploads.length); at += 1) {
    const [was, is] = [before.uploads[at], after.uploads[at]]
    if (was === is) continue
    if (was !== undefined) former.set(was.id, was)
    if (is !== undefined) changed.push(is)
  }
  const returning = new Set(before.removed.map(({ id }) => id))
  const news = new NewsOfFiles()
  for (const upload of changed) {
    const was = former.get(upload.id)
    former.delete(upload.id)
    if (was !== undefined) {
      if (was !== upload) changeNews(was, upload, messages, news)
    } else if (returning.has(upload.id)) {
      news.add('returned', () => spoken.returned(nameOf(upload)), spoken.filesReturned)
    } else {
      news.add('added', () => spoken.added(nameOf(upload)), spoken.filesAdded)
      // It may have failed before the first drawing.
      failureNews(upload, messages, news)
    }
  }
  const canUndo = after.removed.length > 0 ? ` ${spoken.canUndo}` : ''
  for (const upload of former.values()) {
    const together = (count: number) => `${spoken.filesRemoved(count)}${canUndo}`
    news.add('removed', () => `${spoken.removed(nameOf(upload))}${canUndo}`, together)
  }
  return [...news.list, ...moveNews(before.uploads, after.uploads, messages)]
}

function changeNews(was: UploadSnapshot, is: UploadSnapshot, messages: Messages, news: NewsOfFiles): void {
  const { spoken } = messages
  const name = nameOf(is)
  // Another attempt may begin and fail between two drawings.
  const failed = failureReason(was, messages) === null || was.error !== is.error
  if (failed && failureNews(is, messages, news)) return
  if (isPaused(is) && !isPaused(was)) {
    news.add('paused', () => spoken.paused(name), spoken.filesPaused)
  } else if (is.status === 'canceled' && was.status !== 'canceled') {
    news.add('canceled', () => spoken.canceled(name), spoken.filesCanceled)
  } else if (isPaused(was) && !isPaused(is)) {
    news.add('resumed', () => spoken.resumed(name), spoken.filesResumed)
  } else if (was.status === 'failed' && is.status !== 'failed') {
    news.add('triedAgain', () => spoken.triedAgain(name), spoken.filesTriedAgain)
  } else if (is.failures > 0 && was.failures === 0) {
    news.add('retrying', () => spoken.retrying(name), spoken.filesRetrying)
  }
}

/** Whether it failed. */
function failureNews(upload: UploadSnapshot, messages: Messages, news: NewsOfFiles): boolean {
  const reason = failureReason(upload, messages)
  if (reason === null) return false
  news.add('failed', () => messages.spoken.failed(nameOf(upload), reason), messages.spoken.filesFailed)
  return true
}

/** One upload has another place; where several have, the last of them is the page's business. */
function moveNews(
  before: readonly UploadSnapshot[],
  after: readonly UploadSnapshot[],
  { spoken }: Messages,
): News[] {
  if (before.length !== after.length) return []
  const first = before.findIndex(({ id }, index) => id !== after[index]?.id)
  const [here, next] = [before[first], after[first]]
  if (here === undefined || next === undefined) return []
  const place = after.findIndex(({ id }) => id === here.id)
  if (place === -1) return []
  // Either the next one came up to here, or this one went down.
  const [moved, to] = after[first + 1]?.id === here.id && place === first + 1 ? [next, first] : [here, place]
  return [{ kind: 'moved', sentence: spoken.moved(nameOf(moved), to + 1, after.length) }]
}

function connectionNews(before: Heard, after: Heard, { messages }: Words): News[] {
  const [was, is] = [isOffline(before), isOffline(after)]
  if (is && !was) return [{ kind: 'connection', sentence: messages.waitsForNetwork }]
  return was && !is && after.moving > 0 ? [{ kind: 'connection', sentence: messages.spoken.connected }] : []
}

/** Quarters of all bytes, and the end of a batch that made anything ready. */
function progressNews(before: Heard, after: Heard, { messages, language }: Words): News[] {
  const { spoken } = messages
  const { count, counts } = after.totals
  if (isAtRest(after)) {
    if (isAtRest(before) && counts.ready <= before.totals.counts.ready) return []
    // The failure of a single file is said with its reason.
    if (counts.ready === 0 && (counts.failed === 0 || count === 1)) return []
    return [{ kind: 'progress', sentence: spoken.finished(counts.ready, count, counts.failed) }]
  }
  const { quarter } = after
  if (quarter <= before.quarter || quarter === 4) return []
  return [{ kind: 'progress', sentence: spoken.progress(formatPercent(quarter / 4, language)) }]
}

function dragNews(before: Heard, after: Heard, { messages }: Words): News[] {
  if (before.dragging === after.dragging) return []
  return [{ kind: 'drag', sentence: after.dragging ? messages.spoken.dropHere : '' }]
}

/** Whether nothing is under way or starts by itself. */
export function isAtRest({ moving, totals }: Heard): boolean {
  return moving + totals.counts.processing === 0
}

/** News of files that fare alike, as one each. */
class NewsOfFiles {
  readonly #byKind = new Map<SpeechKind, FilesAlike>()

  get list(): News[] {
    return [...this.#byKind].map(([kind, { count, alone, together }]) => ({
      kind,
      sentence: count === 1 ? alone() : together(count),
      files: { count, together },
    }))
  }

  /** @param alone what is said where no other file fares so */
  add(kind: SpeechKind, alone: () => string, together: (count: number) => string): void {
    const before = this.#byKind.get(kind)
    if (before === undefined) this.#byKind.set(kind, { count: 1, alone, together })
    else before.count += 1
  }
}

interface FilesAlike {
  count: number
  alone(): string
  together(count: number): string
}

const nameOf = ({ name }: UploadSnapshot) => displayName(name)

/** By the visitor or the page, not by the network. */
function isPaused({ status, waiting }: UploadSnapshot): boolean {
  return status === 'paused' && waiting?.for === 'visitor'
}

function isOffline({ moving, offline }: Heard): boolean {
  return offline > 0 && offline === moving
}

/** The `quarter` of what is heard next: it starts again when files join or leave, and with each batch. */
export function furthestQuarter(before: Heard, { bytesSent, size }: UploadTotals): number {
  const quarter = size === 0 ? 0 : Math.floor((4 * bytesSent) / size)
  const isSameBatch = before.totals.size === size && !isAtRest(before)
  return isSameBatch ? Math.max(before.quarter, quarter) : quarter
}
