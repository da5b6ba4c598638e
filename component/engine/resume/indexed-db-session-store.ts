import { parseSavedSession, type SavedSession } from './saved-session.ts'
import { DATABASE, hasSessionDatabase } from './session-database.ts'
import type { SessionChanges, SessionStore } from './session-store.ts'
import { dropNotes, leaveNotes, readNotes } from './unload-journal.ts'

const STORE = 'sessions'

/**
 * Sessions in IndexedDB. The only file that names it. Rejects where the browser refuses (private windows). What a page
 * left in notes goes into it when somebody looks.
 */
export class IndexedDbSessionStore implements SessionStore {
  #database: Promise<IDBDatabase> | undefined
  /** A page that came back must not be taken for what it was when it left. */
  #hasLeft = false

  async all(): Promise<readonly unknown[]> {
    const notes = readNotes()
    if (this.#database === undefined && notes.size === 0 && !(await hasSessionDatabase())) return []
    await this.#take(notes)
    const store = (await this.#open()).transaction(STORE).objectStore(STORE)
    return answer<unknown[]>(store.getAll())
  }

  async write({ saved, removed }: SessionChanges): Promise<void> {
    const transaction = await this.#change()
    const store = transaction.objectStore(STORE)
    for (const session of saved) put(store, session)
    for (const id of removed) store.delete(id)
    await done(transaction)
    if (this.#hasLeft) dropNotes([...saved.map(({ id }) => id), ...removed])
  }

  leave(changes: SessionChanges): void {
    this.#hasLeft = true
    leaveNotes(changes)
  }

  async #take(notes: ReadonlyMap<string, unknown>): Promise<void> {
    if (notes.size === 0) return
    const transaction = await this.#change()
    const store = transaction.objectStore(STORE)
    for (const [id, note] of notes) {
      const session = parseSavedSession(note, Date.now())
      if (session === undefined) {
        store.delete(id)
        continue
      }
      const known = await answer<SavedSession | undefined>(store.get(id))
      put(store, { ...session, handle: known?.handle ?? null })
    }
    await done(transaction)
    dropNotes(notes.keys())
  }

  async #change(): Promise<IDBTransaction> {
    return (await this.#open()).transaction(STORE, 'readwrite', { durability: 'relaxed' })
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = globalThis.indexedDB.open(DATABASE, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
      request.onsuccess = () => {
        // Another tab with a newer version must not wait for this one.
        request.result.onversionchange = () => request.result.close()
        resolve(request.result)
      }
      request.onerror = () => reject(request.error)
    })
    return this.#database
  }
}

/** A handle that this browser cannot keep costs the visitor a click, not the session. */
function put(store: IDBObjectStore, session: SavedSession): void {
  try {
    store.put(session)
  } catch {
    store.put({ ...session, handle: null })
  }
}

function done(transaction: IDBTransaction): Promise<void> {
  // By itself it would wait for the answers, and a page that goes away no longer hears them.
  transaction.commit()
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
