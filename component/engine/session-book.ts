/**
 * Knows which uploads of a former visit can go on, and writes down those of this one.
 *
 * Owns: looking up, locking, expiry, and when to write. Does not own: where sessions are kept (the store), or what a
 * session means to an upload. What cannot be written or read only means that a reload starts over.
 */
import type { PresignedUpload } from '../protocol.ts'
import { fileFacts, hashOfEdges } from './file-fingerprint.ts'
import { parseSavedSession, type SavedSession, withoutSecrets } from './saved-session.ts'
import type { SessionStore } from './session-store.ts'
import type { UploadLocks } from './upload-lock.ts'

/**
 * Changes are gathered for so long, in milliseconds: a small file is stored and completed within it and never costs
 * a write.
 */
const WRITE_AFTER_MS = 1000

export interface SessionBookOptions {
  store: SessionStore
  locks: UploadLocks
  /** The backend and route; sessions of others are none of ours. */
  scope(): string
}

export interface FoundSession {
  readonly presigned: PresignedUpload
  readonly stored: boolean
}

/** A session of this visit on its way to the store. */
interface Entry {
  readonly file: File
  readonly presigned: PresignedUpload
  readonly stored: boolean
}

export class SessionBook {
  readonly #options: SessionBookOptions
  readonly #releases = new Map<string, () => void>()
  readonly #unwritten = new Map<string, Entry>()
  /** Written or about to be, and not forgotten since. */
  readonly #written = new Set<string>()
  readonly #removed = new Set<string>()
  #former: Promise<SavedSession[]> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: SessionBookOptions) {
    this.#options = options
  }

  /** Reads ahead what former visits left, so that the first file does not wait for it. */
  prepare(): void {
    this.#former ??= this.#load()
  }

  /** The session of a former visit that carries this file, if there is one that no other tab has taken. */
  async find(file: File): Promise<FoundSession | null> {
    this.#former ??= this.#load()
    const former = await this.#former
    if (former.length === 0) return null
    const scope = this.#options.scope()
    const facts = fileFacts(file)
    for (const session of former) {
      if (session.facts !== facts || session.scope !== scope) continue
      if (session.edges !== null && session.edges !== (await hashOfEdges(file))) continue
      if (this.#releases.has(session.id) || this.#removed.has(session.id)) continue
      if (await this.#lock(session.id)) return session
    }
    return null
  }

  /** Writes a session down a little later, unless it is forgotten before. */
  save(file: File, presigned: PresignedUpload, stored: boolean): void {
    this.#unwritten.set(presigned.id, { file, presigned, stored })
    this.#written.add(presigned.id)
    this.#writeSoon()
  }

  /** It is completed or given up: nobody shall go on with it. */
  forget(id: string): void {
    // Never written, never to be removed: the common end of a small file.
    const unwritten = this.#unwritten.delete(id) && !this.#releases.has(id)
    if ((this.#written.delete(id) && !unwritten) || this.#releases.has(id)) {
      this.#removed.add(id)
      this.#writeSoon()
    }
    this.#releases.get(id)?.()
    this.#releases.delete(id)
  }

  async #lock(id: string): Promise<boolean> {
    if (this.#releases.has(id)) return true
    const release = await this.#options.locks.acquire(id)
    if (release === null) return false
    this.#releases.set(id, release)
    return true
  }

  async #load(): Promise<SavedSession[]> {
    const now = Date.now()
    try {
      const values = await this.#options.store.all()
      return values.flatMap((value) => {
        const session = parseSavedSession(value, now)
        if (session !== undefined) return [session]
        const { id } = value as { id: string }
        this.#removed.add(id)
        this.#writeSoon()
        return []
      })
    } catch {
      return []
    }
  }

  #writeSoon(): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => this.#writeNow(), WRITE_AFTER_MS)
    // The page goes: now or never.
    globalThis.addEventListener?.('pagehide', this.#writeNow)
  }

  readonly #writeNow = () => {
    clearTimeout(this.#timer)
    this.#timer = undefined
    globalThis.removeEventListener?.('pagehide', this.#writeNow)
    void this.#write().catch(() => {})
  }

  async #write(): Promise<void> {
    const entries = [...this.#unwritten]
    this.#unwritten.clear()
    const removed = [...this.#removed]
    this.#removed.clear()
    // In one turn, so that a page that goes away still writes them.
    const whole = entries
      .filter(([, { stored }]) => stored)
      .map(([id, entry]) => this.#record(id, entry, null))
    if (whole.length > 0 || removed.length > 0) await this.#options.store.write({ saved: whole, removed })
    for (const [id, entry] of entries) {
      // Forgotten while others were written: a lock taken now would never be given back.
      if (!this.#written.has(id)) continue
      await this.#lock(id)
      if (entry.stored) continue
      const edges = await hashOfEdges(entry.file)
      // Forgotten, or changed once more, while it was being read.
      if (!this.#written.has(id) || this.#unwritten.has(id)) continue
      await this.#options.store.write({ saved: [this.#record(id, entry, edges)], removed: [] })
    }
  }

  #record(id: string, { file, presigned, stored }: Entry, edges: string | null): SavedSession {
    return {
      version: 1,
      id,
      scope: this.#options.scope(),
      facts: fileFacts(file),
      edges,
      presigned: withoutSecrets(presigned),
      stored,
      savedAt: Date.now(),
    }
  }
}
