/**
 * Writes the drafts and deletions of this page's sessions to the store.
 *
 * Owns: when to write, what is in flight, and the last write of a page that is being unloaded. Does not own: which
 * sessions there are and who holds them (session-registry.ts).
 */
import { withTimeout } from '../upload/with-timeout.ts'
import { hashOfEdges } from './file-fingerprint.ts'
import type { FileHandle, FileHandles } from './file-handle.ts'
import type { SavedSession } from './saved-session.ts'
import {
  addsParts,
  isDeleted,
  isMultipart,
  type SessionDraft,
  type SessionEntry,
  type SessionRecord,
  savedSessionOf,
} from './session-entry.ts'
import type { SessionChanges, SessionStore } from './session-store.ts'

/**
 * Time during which changes are gathered, in milliseconds. Parts are at S3 soon after the plan. A small file is usually
 * completed within the time of `stored` and never written. Of a form on its way S3 has all bytes or none, so it is
 * written only when the page is unloaded before the answer.
 */
const WRITE_AFTER_MS = { parts: 300, form: Number.POSITIVE_INFINITY, stored: 1000 }

/** Longest wait for the browser to find a file's handle, in milliseconds. */
const HANDLE_TIMEOUT_MS = 1_000

export interface SessionWriterOptions {
  readonly store: SessionStore
  readonly handles: FileHandles
  /** Where on the site the page is. */
  place(): string
  entries(): Iterable<SessionEntry>
  /** Takes the session's lock for this page. */
  lock(entry: SessionEntry): Promise<boolean>
}

export class SessionWriter {
  readonly #options: SessionWriterOptions
  readonly #inFlight = new Set<SessionChanges>()
  /** Between `pagehide` and `pageshow`. */
  #isUnloading = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #timerDueAt = 0

  constructor(options: SessionWriterOptions) {
    this.#options = options
  }

  /** Writes the record after the time of its stage, unless the entry is deleted before. */
  save(entry: SessionEntry, file: File, record: SessionRecord, scope: string): void {
    const stage = record.stored ? 'stored' : isMultipart(record) ? 'parts' : 'form'
    // A draft that changes all the time must be written as well, so it keeps its first due time.
    const dueAt = Math.min(
      entry.draft?.dueAt ?? Number.POSITIVE_INFINITY,
      performance.now() + WRITE_AFTER_MS[stage],
    )
    entry.draft = { ...record, file, scope, dueAt }
    this.#writeAt(dueAt)
  }

  /** Deletes what is marked `deleting` soon. */
  deleteSoon(): void {
    this.#writeAt(performance.now() + WRITE_AFTER_MS.parts)
  }

  /** Stops listening to the page where there is nothing left to write. */
  rest(): void {
    if (this.#inFlight.size > 0) return
    for (const { draft, status } of this.#options.entries()) {
      if (draft !== null || status === 'deleting') return
    }
    globalThis.removeEventListener?.('pagehide', this.#onPageHide)
  }

  #writeAt(dueAt: number): void {
    if (this.#isUnloading) this.#writeSync()
    globalThis.addEventListener?.('pagehide', this.#onPageHide)
    if (dueAt === WRITE_AFTER_MS.form || (this.#timer !== undefined && this.#timerDueAt <= dueAt)) return
    clearTimeout(this.#timer)
    this.#timerDueAt = dueAt
    this.#timer = setTimeout(
      () => this.#writeDue(Math.max(dueAt, performance.now())),
      dueAt - performance.now(),
    )
  }

  /** Uploads that are under way fail after this event and save again, so writing stays synchronous until `pageshow`. */
  readonly #onPageHide = () => {
    this.#isUnloading = true
    globalThis.addEventListener('pageshow', () => (this.#isUnloading = false), { once: true })
    this.#writeSync()
  }

  #writeSync(): void {
    const inFlight = [...this.#inFlight]
    const entries = [...this.#options.entries()]
    const drafted = entries.filter(isWritable)
    const saved = [...inFlight.flatMap((changes) => changes.saved), ...drafted.map(this.#savedSession)]
    const removed = entries.filter(({ status }) => status === 'deleting').map(({ id }) => id)
    for (const entry of drafted) entry.status = 'written'
    try {
      this.#options.store.writeSync({ saved, removed })
    } catch {
      // The next visit starts over.
    }
  }

  #writeDue(now: number): void {
    this.#timer = undefined
    const entries = [...this.#options.entries()]
    const due = entries.filter(({ draft }) => draft !== null && draft.dueAt <= now)
    void this.#write(due)
      .catch(() => {})
      .finally(() => this.rest())
    const dueTimes = entries.flatMap(({ draft }) => (draft === null ? [] : [draft.dueAt]))
    // Most of the others are deleted before their time; the rest is written together.
    if (dueTimes.length > 0) this.#writeAt(Math.max(Math.min(...dueTimes), now + WRITE_AFTER_MS.parts))
  }

  async #write(due: readonly SessionEntry[]): Promise<void> {
    const deleting = [...this.#options.entries()].filter(({ status }) => status === 'deleting')
    const saved = due.filter(isWritable).map(this.#savedSession)
    const drafts = due.flatMap((entry) => (entry.draft === null ? [] : [{ entry, draft: entry.draft }]))
    for (const { entry } of drafts) entry.draft = null
    try {
      await this.#store({ saved, removed: deleting.map(({ id }) => id) }, due)
    } finally {
      // Only now: a tab that gets the lock must not find the session.
      for (const entry of deleting) {
        entry.status = 'deleted'
        entry.unlock?.()
        entry.unlock = null
      }
    }
    for (const { entry, draft } of drafts) {
      if (isDeleted(entry)) continue
      await this.#options.lock(entry)
      if (!isDeleted(entry)) await this.#writeDetails(entry, draft)
      // Deleted, while the lock was being taken, without ever being written: no deletion releases the lock.
      else if (entry.status === 'deleted') entry.unlock?.()
    }
  }

  /** Parts belong to one content, so their session is written once the file's two ends are hashed. */
  async #writeDetails(entry: SessionEntry, draft: SessionDraft): Promise<void> {
    const { handles, place } = this.#options
    const { file, transformed } = draft
    if (entry.details !== null || (!addsParts(draft) && !handles.has(file))) return
    const details = { place: place(), handle: await this.#handleOf(file) }
    // A file that cannot be read now is not worth a session.
    const edgesOf = async (one: File | null) => (one === null || !addsParts(draft) ? null : hashOfEdges(one))
    const hashes = await Promise.all([edgesOf(file), edgesOf(transformed)]).catch(() => undefined)
    if (hashes === undefined || isDeleted(entry)) return
    const [edges, sentEdges] = hashes
    entry.details = { ...details, edges, sentEdges }
    // A newer draft is about to be written anyway.
    if (entry.draft !== null) return
    await this.#store({ saved: [savedSessionOf(draft, entry.details, place())], removed: [] }, [entry])
  }

  readonly #savedSession = (entry: SessionEntry & { draft: SessionDraft }): SavedSession =>
    savedSessionOf(entry.draft, entry.details, this.#options.place())

  async #store(changes: SessionChanges, entries: readonly SessionEntry[]): Promise<void> {
    if (changes.saved.length + changes.removed.length === 0) return
    this.#inFlight.add(changes)
    const ids = new Set(changes.saved.map(({ id }) => id))
    const writing = entries.filter((entry) => ids.has(entry.id) && !isDeleted(entry))
    for (const entry of writing) entry.status = 'writing'
    try {
      await this.#options.store.write(changes)
    } finally {
      this.#inFlight.delete(changes)
      for (const entry of writing) if (entry.status === 'writing') entry.status = 'written'
    }
  }

  async #handleOf(file: File): Promise<FileHandle | null> {
    const find = this.#options.handles.get(file)
    return find === undefined ? null : withTimeout(find, HANDLE_TIMEOUT_MS, null)
  }
}

/** Whether its draft can be written as it is: that of parts needs the details of the file. */
function isWritable(entry: SessionEntry): entry is SessionEntry & { draft: SessionDraft } {
  return entry.draft !== null && (!addsParts(entry.draft) || entry.details !== null)
}
