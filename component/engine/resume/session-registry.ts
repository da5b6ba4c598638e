/**
 * Knows which sessions of earlier visits can continue, and has those of this visit saved.
 *
 * Owns: finding, locking and claiming; one entry with one status for each session of this page. Does not own: where
 * sessions are kept (the store), when they are written (session-writer.ts), or what a session means to an upload. A
 * store that fails or does not answer only means that a reload starts over.
 */
import { withTimeout } from '../upload/with-timeout.ts'
import { hashOfEdges, sameFacts } from './file-fingerprint.ts'
import type { FileHandles } from './file-handle.ts'
import { idOfSavedSession, isKept, parseSavedSession, type SavedSession } from './saved-session.ts'
import {
  addsParts,
  isDeleted,
  newEntry,
  type SessionClaim,
  type SessionEntry,
  type SessionRecord,
} from './session-entry.ts'
import type { SessionStore } from './session-store.ts'
import { SessionWriter } from './session-writer.ts'
import type { UploadLocks } from './upload-lock.ts'

/** Longest wait for the store, a lock or the ends of a file, in milliseconds; then the upload starts again. */
const TIMEOUT_MS = { store: 1_000, lock: 1_000, edges: 5_000 }

export interface SessionRegistryOptions {
  readonly store: SessionStore
  readonly locks: UploadLocks
  readonly handles: FileHandles
  /** Current endpoint and route; sessions of others are left alone. */
  scope(): string
  /** Where on the site the page is; sessions of other places are not offered unasked. */
  place(): string
}

export class SessionRegistry {
  readonly #options: SessionRegistryOptions
  readonly #entries = new Map<string, SessionEntry>()
  /** Files that the page itself brought back, and the session each belongs to. */
  readonly #assigned = new WeakMap<File, SavedSession>()
  readonly #writer: SessionWriter
  #saved: Promise<readonly SavedSession[]> | undefined

  constructor(options: SessionRegistryOptions) {
    this.#options = options
    this.#writer = new SessionWriter({
      ...options,
      entries: () => this.#entries.values(),
      lock: (entry) => this.#lock(entry),
    })
  }

  /** Reads the store ahead, so that the first file does not wait for it. */
  prepare(): void {
    this.#saved ??= this.#load()
  }

  /**
   * The session of an earlier visit that holds this file, if there is one that no other tab continues.
   *
   * @param uploadId the upload that continues it; it gets the same session when it asks again
   */
  async find(file: File, uploadId: string): Promise<SessionClaim | null> {
    const known = this.claimOf(file, uploadId)
    if (known !== undefined) return known
    this.#saved ??= this.#load()
    const scope = this.#options.scope()
    for (const session of await this.#saved) {
      if (session.scope !== scope || !sameFacts(session.file, file) || !this.isUnclaimed(session.id)) continue
      if (!(await hasEdges(file, session))) continue
      const entry = await this.#claim(session, false)
      if (entry === undefined) continue
      entry.uploadId = uploadId
      return entry.claim
    }
    return null
  }

  /** Sessions that were interrupted at this place and that no tab continues now, oldest first. */
  async interrupted(): Promise<SavedSession[]> {
    const { scope, place, locks } = this.#options
    this.#saved = this.#load()
    const usable = (await this.#saved).filter(
      (session) =>
        session.scope === scope() &&
        session.place === place() &&
        this.isUnclaimed(session.id) &&
        isOfferable(session),
    )
    const held = await Promise.all(
      usable.map(({ id }) => withTimeout(() => locks.isHeld(id), 2 * TIMEOUT_MS.lock, false)),
    )
    // An upload of this page may have claimed one meanwhile.
    return usable
      .filter(({ id }, index) => held[index] === false && this.isUnclaimed(id))
      .sort((one, other) => one.savedAt - other.savedAt)
  }

  /** Whether no upload of this page continues, saved or deleted the session. */
  isUnclaimed(id: string): boolean {
    return !this.#entries.has(id)
  }

  /** Takes a session that is offered: false where another tab continues it or has finished it. */
  async claim(session: SavedSession): Promise<boolean> {
    const entry = await this.#claim(session, true)
    if (entry === undefined) return false
    const values = await this.#stored()
    if (values.some((value) => idOfSavedSession(value) === session.id)) return true
    this.unlock(session.id)
    return false
  }

  /** Names the file that continues a claimed session: `find` gives it to no other. */
  assign(file: File, session: SavedSession): void {
    this.#assigned.set(file, session)
  }

  /** The session of an earlier visit that this upload continues, if that is known yet. */
  claimOf(file: File, uploadId: string): SessionClaim | undefined {
    const assigned = this.#assigned.get(file)
    const offered = assigned === undefined ? undefined : this.#entries.get(assigned.id)
    const isFree = offered?.uploadId === null || offered?.uploadId === uploadId
    const entry =
      offered !== undefined && isFree ? offered : [...this.#entries.values()].find(holds(uploadId))
    if (entry === undefined || entry.claim === null || entry.unlock === null || isDeleted(entry)) {
      return undefined
    }
    entry.uploadId = uploadId
    return entry.claim
  }

  /** Gives a claimed session back: another upload or tab may continue it. */
  unlock(id: string): void {
    this.#entries.get(id)?.unlock?.()
    this.#entries.delete(id)
  }

  /**
   * Saves a session shortly after, unless it is deleted before.
   *
   * @param scope endpoint and route that planned it, which need not be the current ones
   */
  save(file: File, record: SessionRecord, scope: string): void {
    const { id } = record.presigned
    const entry = this.#entries.get(id) ?? newEntry(id, 'unwritten')
    if (isDeleted(entry)) return
    this.#entries.set(id, entry)
    this.#writer.save(entry, file, record, scope)
  }

  /** The upload is completed or given up: no later visit shall continue it. */
  delete(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined || isDeleted(entry)) return
    entry.draft = null
    entry.details = null
    if (entry.status === 'unwritten' && entry.unlock === null) {
      // Never written: the usual end of a small file.
      this.#entries.delete(id)
      // A write may hold the entry and is about to lock it.
      entry.status = 'deleted'
      this.#writer.rest()
      return
    }
    entry.status = 'deleting'
    this.#writer.deleteSoon()
  }

  /** Undefined where the session is claimed already, here or in another tab. */
  async #claim(session: SavedSession, offered: boolean): Promise<SessionEntry | undefined> {
    if (!this.isUnclaimed(session.id)) return undefined
    const entry = newEntry(session.id, 'written')
    // Set before the lock is asked for: another upload with the same file must not claim it meanwhile.
    this.#entries.set(session.id, entry)
    if (await this.#lock(entry)) {
      entry.claim = { session, offered }
      return entry
    }
    this.#entries.delete(session.id)
    return undefined
  }

  async #lock(entry: SessionEntry): Promise<boolean> {
    if (entry.unlock !== null) return true
    const { locks } = this.#options
    // Locks that do not answer count as none.
    const unlock = await withTimeout(
      () => locks.acquire(entry.id),
      TIMEOUT_MS.lock,
      () => {},
      (late) => late?.(),
    )
    if (unlock === null) return false
    entry.unlock = unlock
    return true
  }

  /** A store of the page may return anything. */
  async #stored(): Promise<readonly unknown[]> {
    const values: unknown = await withTimeout(() => this.#options.store.all(), TIMEOUT_MS.store, [])
    return Array.isArray(values) ? values : []
  }

  async #load(): Promise<readonly SavedSession[]> {
    const now = Date.now()
    return (await this.#stored()).flatMap((value) => {
      const session = parseSavedSession(value, now)
      if (session !== undefined) return [session]
      const id = idOfSavedSession(value)
      if (id !== undefined && !isKept(value, now) && this.isUnclaimed(id)) {
        this.#entries.set(id, newEntry(id, 'deleting'))
        this.#writer.deleteSoon()
      }
      return []
    })
  }
}

/** Whether the file's content is the session's, as far as its two ends tell. */
export async function hasEdges(file: File, { edges }: SavedSession): Promise<boolean> {
  return edges === null || edges === (await withTimeout(() => hashOfEdges(file), TIMEOUT_MS.edges, undefined))
}

/**
 * Whether a session sent what is about to be sent now.
 *
 * @param transformed what transformers made of the session's file; null where nothing
 */
export async function isSentContent(transformed: File | null, { sent }: SavedSession): Promise<boolean> {
  if (transformed === null || sent === null) return transformed === sent
  if (transformed.size !== sent.size || transformed.type !== sent.type) return false
  return (
    sent.edges === null ||
    sent.edges === (await withTimeout(() => hashOfEdges(transformed), TIMEOUT_MS.edges, undefined))
  )
}

function holds(uploadId: string): (entry: SessionEntry) => boolean {
  return (entry) => entry.uploadId === uploadId
}

/** Whether S3 is known to have bytes that need not be sent again. */
function isOfferable(session: SavedSession): boolean {
  return session.stored || (addsParts(session) && Date.parse(session.presigned.expiresAt) > Date.now())
}
