/**
 * Knows which uploads of a former visit can go on, and writes down those of this one.
 *
 * Owns: looking up, locking, expiry, and when to write. Does not own: where sessions are kept (the store), or what a
 * session means to an upload. What cannot be written or read only means that a reload starts over.
 */
import type { PresignedUpload } from '../protocol.ts'
import { fileFingerprint } from './file-fingerprint.ts'
import { parseSavedSession, type SavedSession, withoutSecrets } from './saved-session.ts'
import type { SessionStore } from './session-store.ts'
import type { UploadLocks } from './upload-lock.ts'

/**
 * Changes are gathered for so long, in milliseconds: a small file is stored and completed within it and never costs
 * a write.
 */
const WRITE_AFTER_MS = 300

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
  readonly #written = new Set<string>()
  readonly #removed = new Set<string>()
  #former: Promise<SavedSession[]> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: SessionBookOptions) {
    this.#options = options
  }

  /** The session of a former visit that carries this file, if there is one that no other tab has taken. */
  async find(file: File): Promise<FoundSession | null> {
    this.#former ??= this.#load()
    const former = await this.#former
    if (former.length === 0) return null
    const scope = this.#options.scope()
    const fingerprint = await fileFingerprint(file)
    for (const session of former) {
      if (session.fingerprint !== fingerprint || session.scope !== scope) continue
      if (this.#releases.has(session.id) || this.#removed.has(session.id)) continue
      if (await this.#lock(session.id)) return session
    }
    return null
  }

  /** Writes a session down a little later, unless it is forgotten before. */
  save(file: File, presigned: PresignedUpload, stored: boolean): void {
    this.#unwritten.set(presigned.id, { file, presigned, stored })
    this.#writeSoon()
  }

  /** It is completed or given up: nobody shall go on with it. */
  forget(id: string): void {
    this.#unwritten.delete(id)
    if (this.#written.delete(id) || this.#releases.has(id)) {
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
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#write().catch(() => {})
    }, WRITE_AFTER_MS)
  }

  async #write(): Promise<void> {
    const entries = [...this.#unwritten]
    const saved: SavedSession[] = []
    for (const [id, { file, presigned, stored }] of entries) {
      await this.#lock(id)
      const fingerprint = await fileFingerprint(file)
      // Forgotten, or changed once more, while it was being read.
      if (this.#unwritten.get(id)?.presigned !== presigned) continue
      this.#unwritten.delete(id)
      this.#written.add(id)
      const scope = this.#options.scope()
      saved.push({
        version: 1,
        id,
        scope,
        fingerprint,
        presigned: withoutSecrets(presigned),
        stored,
        savedAt: Date.now(),
      })
    }
    const removed = [...this.#removed]
    this.#removed.clear()
    await this.#options.store.write({ saved, removed })
  }
}
