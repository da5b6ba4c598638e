/**
 * Knows which uploads of a former visit can go on, and writes down those of this one.
 *
 * Owns: looking up, locking, expiry, and when to write. Does not own: where sessions are kept (the store), or what a
 * session means to an upload. What cannot be written or read only means that a reload starts over.
 */
import type { PresignedUpload } from '../../protocol.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import { fileFacts, hashOfEdges, sameFacts } from './file-fingerprint.ts'
import type { FileHandle, FileHandles } from './file-handle.ts'
import { parseSavedSession, type SavedSession, withoutSecrets } from './saved-session.ts'
import type { SessionChanges, SessionStore } from './session-store.ts'
import type { UploadLocks } from './upload-lock.ts'

/**
 * Changes are gathered for so long, in milliseconds. A large file has something to lose soon after its plan; a small one
 * is stored and completed within the longer time and never costs a write. Of a form on its way nothing is at S3, or all:
 * it is written only when the page goes away and cannot hear which.
 */
const WRITE_AFTER_MS = { parts: 300, form: Number.POSITIVE_INFINITY, stored: 1000 }

export interface SessionBookOptions {
  store: SessionStore
  locks: UploadLocks
  handles: FileHandles
  /** The present backend and route; sessions of others are none of ours. */
  scope(): string
  /** Where on the site this is; sessions of other places are not offered unasked. */
  place(): string
}

export interface FoundSession {
  readonly presigned: PresignedUpload
  readonly stored: boolean
  readonly metadata: FileMetadata
}

/** A former session, and how somebody came by it. */
export interface FormerClaim {
  readonly session: SavedSession
  /** The page brought the file; the visitor did not choose it in this visit. */
  readonly offered: boolean
}

/** A session of this visit on its way to the store. */
interface Entry extends FoundSession {
  readonly file: File
  readonly scope: string
  /** When to write it down, on the clock of `Date.now`. */
  readonly dueAt: number
}

/** What takes a while to find out about a file, and is found out once. */
type Details = Pick<SavedSession, 'edges' | 'handle' | 'place'>

export class SessionBook {
  readonly #options: SessionBookOptions
  readonly #releases = new Map<string, () => void>()
  readonly #unwritten = new Map<string, Entry>()
  /** Written or about to be, and not forgotten since. */
  readonly #written = new Set<string>()
  readonly #details = new Map<string, Details>()
  /** Forgotten, and about to be removed from the store. */
  readonly #removed = new Set<string>()
  /** Forgotten ever. */
  readonly #gone = new Set<string>()
  /** Which former session a file goes on with that the page itself brought. */
  readonly #claims = new WeakMap<File, SavedSession>()
  /** What was found for whom: the same file may be in the list twice. */
  readonly #found = new WeakMap<object, FormerClaim>()
  #former: Promise<SavedSession[]> | undefined
  /** On their way to the store. */
  readonly #writing = new Set<SessionChanges>()
  /** From when the page goes away until it comes back. */
  #isLeaving = false
  /** In the store, or on its way there, by this page. */
  readonly #stored = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #dueAt = 0

  constructor(options: SessionBookOptions) {
    this.#options = options
  }

  /** Reads ahead what former visits left, so that the first file does not wait for it. */
  prepare(): void {
    this.#former ??= this.#load()
  }

  /**
   * The session of a former visit that carries this file, if there is one that no other tab has taken.
   *
   * @param owner who goes on with it, and gets the same one when it asks again
   */
  async find(file: File, owner: object): Promise<FormerClaim | null> {
    const claimed = this.claimed(file, owner)
    if (claimed !== undefined) {
      this.#found.set(owner, claimed)
      return claimed
    }
    this.#former ??= this.#load()
    const scope = this.#options.scope()
    for (const session of await this.#former) {
      if (session.scope !== scope || !sameFacts(session.file, file) || !this.waits(session.id)) continue
      // Its twin may have taken the session while this one was being read.
      if (!(await hasEdges(file, session)) || !this.waits(session.id)) continue
      if (await this.#lock(session.id)) {
        const found = { session, offered: false }
        this.#found.set(owner, found)
        return found
      }
    }
    return null
  }

  /** Sessions that ended in the middle at this place and that no tab carries now, oldest first. */
  async interrupted(): Promise<SavedSession[]> {
    const { scope, place, locks } = this.#options
    this.#former = this.#load()
    const usable = (await this.#former).filter(
      (session) =>
        session.scope === scope() &&
        session.place === place() &&
        this.waits(session.id) &&
        isOfferable(session),
    )
    const held = await Promise.all(usable.map(({ id }) => locks.isHeld(id)))
    // Someone in this page may have taken one up meanwhile.
    return usable
      .filter(({ id }, index) => held[index] === false && this.waits(id))
      .sort((one, other) => one.savedAt - other.savedAt)
  }

  /** Whether nobody in this page has taken up the session of a former visit, as far as this book knows. */
  waits(id: string): boolean {
    return !(this.#releases.has(id) || this.#written.has(id) || this.#gone.has(id))
  }

  /** Takes the session for this page: false where another tab carries it or has brought it to its end. */
  async take(id: string): Promise<boolean> {
    if (!this.waits(id) || !(await this.#lock(id))) return false
    const values = await this.#options.store.all().catch(() => [])
    if (values.some((value) => parseSavedSession(value, Date.now())?.id === id)) return true
    this.#release(id)
    return false
  }

  /** Says which file goes on with a session that was taken: `find` gives it to no other. */
  claim(file: File, session: SavedSession): void {
    this.#claims.set(file, session)
  }

  /** The former session that this file goes on with, if that is known yet. */
  claimed(file: File, owner: object): FormerClaim | undefined {
    const offered = this.#claims.get(file)
    const claim = this.#found.get(owner) ?? (offered && { session: offered, offered: true })
    if (claim === undefined || this.#gone.has(claim.session.id)) return undefined
    return this.#releases.has(claim.session.id) ? claim : undefined
  }

  /** Gives back what was taken: it waits again. */
  leave(id: string): void {
    this.#release(id)
  }

  /**
   * Writes a session down a little later, unless it is forgotten before.
   *
   * @param scope the backend and route that planned it, which need not be the present ones
   */
  save(file: File, { presigned, stored, metadata }: FoundSession, scope: string): void {
    const stage = stored ? 'stored' : inParts(presigned) ? 'parts' : 'form'
    const before = this.#unwritten.get(presigned.id)?.dueAt ?? Number.POSITIVE_INFINITY
    // Whatever changes all the time must be written as well.
    const dueAt = Math.min(before, Date.now() + WRITE_AFTER_MS[stage])
    this.#unwritten.set(presigned.id, { file, presigned, stored, metadata, scope, dueAt })
    this.#written.add(presigned.id)
    this.#writeAt(dueAt)
  }

  /** It is completed or given up: nobody shall go on with it. */
  forget(id: string): void {
    this.#gone.add(id)
    this.#details.delete(id)
    this.#unwritten.delete(id)
    this.#written.delete(id)
    if (this.#stored.has(id) || this.#releases.has(id)) this.#remove(id)
    // Never written, never to be removed: the common end of a small file.
    else this.#listenNoMore()
  }

  #remove(id: string): void {
    this.#removed.add(id)
    this.#writeSoon()
  }

  async #lock(id: string): Promise<boolean> {
    if (this.#releases.has(id)) return true
    const release = await this.#options.locks.acquire(id)
    if (release === null) return false
    this.#releases.set(id, release)
    return true
  }

  #release(id: string): void {
    this.#releases.get(id)?.()
    this.#releases.delete(id)
  }

  async #load(): Promise<SavedSession[]> {
    const now = Date.now()
    try {
      const values = await this.#options.store.all()
      return values.flatMap((value) => {
        const session = parseSavedSession(value, now)
        if (session !== undefined) return [session]
        const { id } = value as { id: string }
        this.#remove(id)
        return []
      })
    } catch {
      return []
    }
  }

  #writeSoon(): void {
    this.#writeAt(Date.now() + WRITE_AFTER_MS.parts)
  }

  #writeAt(dueAt: number): void {
    if (this.#isLeaving) this.#note()
    globalThis.addEventListener?.('pagehide', this.#leave)
    if (dueAt === WRITE_AFTER_MS.form || (this.#timer !== undefined && this.#dueAt <= dueAt)) return
    clearTimeout(this.#timer)
    this.#dueAt = dueAt
    this.#timer = setTimeout(() => this.#writeNow(Math.max(dueAt, Date.now())), dueAt - Date.now())
  }

  /** The page goes: now or never, unless it comes back. What is under way ends only then, and others may still begin. */
  readonly #leave = () => {
    this.#isLeaving = true
    globalThis.addEventListener('pageshow', () => (this.#isLeaving = false), { once: true })
    this.#note()
  }

  #note(): void {
    const writing = [...this.#writing]
    const saved = [...writing.flatMap((changes) => changes.saved), ...this.#records(this.#unwritten)]
    const removed = [...writing.flatMap((changes) => changes.removed), ...this.#removed]
    for (const { id } of saved) this.#stored.add(id)
    this.#options.store.leave({ saved, removed })
  }

  #listenNoMore(): void {
    if (this.#unwritten.size + this.#removed.size + this.#writing.size > 0) return
    globalThis.removeEventListener?.('pagehide', this.#leave)
  }

  #writeNow(now: number): void {
    this.#timer = undefined
    const due = [...this.#unwritten].filter(([, { dueAt }]) => dueAt <= now)
    for (const [id] of due) this.#unwritten.delete(id)
    void this.#write(due)
      .catch(() => {})
      .finally(() => this.#listenNoMore())
    if (this.#unwritten.size === 0) return
    // Most of the others are forgotten before their time; the rest goes together.
    const next = Math.min(...[...this.#unwritten.values()].map(({ dueAt }) => dueAt))
    this.#writeAt(Math.max(next, now + WRITE_AFTER_MS.parts))
  }

  async #write(entries: [string, Entry][]): Promise<void> {
    const { handles, place } = this.#options
    const removed = [...this.#removed]
    this.#removed.clear()
    try {
      await this.#store({ saved: this.#records(entries), removed })
    } finally {
      // Only now: whoever gets the lock next must not find the session.
      for (const id of removed) {
        this.#stored.delete(id)
        this.#release(id)
      }
    }
    for (const [id, entry] of entries) {
      // Forgotten while others were written: a lock taken now would never be given back.
      if (!this.#written.has(id)) continue
      await this.#lock(id)
      if (!this.#written.has(id)) {
        this.#remove(id)
        continue
      }
      const { file } = entry
      if (this.#details.has(id) || (!joinsParts(entry) && !handles.has(file))) continue
      const details = { place: place(), handle: await this.#handleOf(file) }
      // A file that cannot be read now is not worth a session.
      const edges = joinsParts(entry) ? await hashOfEdges(file).catch(() => undefined) : null
      if (edges === undefined || !this.#written.has(id)) continue
      this.#details.set(id, { ...details, edges })
      // Changed once more while it was being read: then it is about to be written.
      if (!this.#unwritten.has(id)) await this.#store({ saved: [this.#record(entry)], removed: [] })
    }
  }

  /** Of those that can be written as they are: parts belong to one content only. */
  #records(entries: Iterable<[string, Entry]>): SavedSession[] {
    const known = [...entries].filter(([id, entry]) => !joinsParts(entry) || this.#details.has(id))
    return known.map(([, entry]) => this.#record(entry))
  }

  async #store(changes: SessionChanges): Promise<void> {
    if (changes.saved.length + changes.removed.length === 0) return
    this.#writing.add(changes)
    for (const { id } of changes.saved) this.#stored.add(id)
    try {
      await this.#options.store.write(changes)
    } finally {
      this.#writing.delete(changes)
    }
  }

  async #handleOf(file: File): Promise<FileHandle | null> {
    const find = this.#options.handles.get(file)
    return (await find?.().catch(() => null)) ?? null
  }

  #record({ file, presigned, stored, metadata, scope }: Entry): SavedSession {
    const { place } = this.#options
    const unknown: Details = { edges: null, handle: null, place: place() }
    return {
      version: 3,
      id: presigned.id,
      scope,
      file: fileFacts(file),
      ...(this.#details.get(presigned.id) ?? unknown),
      presigned: withoutSecrets(presigned),
      stored,
      metadata,
      savedAt: Date.now(),
    }
  }
}

/** Whether the file's content is the session's, as far as its two ends tell. */
export async function hasEdges(file: File, { edges }: SavedSession): Promise<boolean> {
  return edges === null || edges === (await hashOfEdges(file))
}

function inParts({ plan }: PresignedUpload): boolean {
  return plan.kind === 'multipart'
}

/** Whether going on adds parts to those at S3: then the file must be the very same. */
function joinsParts({ stored, presigned }: FoundSession): boolean {
  return !stored && inParts(presigned)
}

/** Whether S3 is known to have something of it that need not be sent again. */
function isOfferable(session: SavedSession): boolean {
  return session.stored || (joinsParts(session) && Date.parse(session.presigned.expiresAt) > Date.now())
}
