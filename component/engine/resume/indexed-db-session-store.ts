import { isKept, type SavedSession } from './saved-session.ts'
import { DATABASE, hasSessionDatabase } from './session-database.ts'
import type { SessionChanges, SessionStore } from './session-store.ts'
import { appendToJournal, clearJournal, readJournal } from './unload-journal.ts'

const STORE = 'sessions'

/**
 * Sessions in IndexedDB. The only file that names it. Rejects where the browser refuses (private windows). Entries of
 * the unload journal are moved into the database before it is read.
 */
export class IndexedDbSessionStore implements SessionStore {
  #database: Promise<IDBDatabase> | undefined
  /** After `pagehide` and `pageshow` the journal holds entries that later writes replace. */
  #hasJournal = false

  async all(): Promise<readonly unknown[]> {
    const journal = readJournal()
    if (this.#database === undefined && journal.size === 0 && !(await hasSessionDatabase())) return []
    await this.#moveIn(journal)
    const store = (await this.#open()).transaction(STORE).objectStore(STORE)
    return resultOf<unknown[]>(store.getAll())
  }

  async write({ saved, removed }: SessionChanges): Promise<void> {
    const transaction = await this.#change()
    const store = transaction.objectStore(STORE)
    for (const session of saved) put(store, session)
    for (const id of removed) store.delete(id)
    await done(transaction)
    if (this.#hasJournal) clearJournal([...saved.map(({ id }) => id), ...removed])
  }

  writeSync(changes: SessionChanges): void {
    this.#hasJournal = true
    appendToJournal(changes)
  }

  async #moveIn(journal: ReadonlyMap<string, unknown>): Promise<void> {
    if (journal.size === 0) return
    const transaction = await this.#change()
    const store = transaction.objectStore(STORE)
    for (const [id, record] of journal) {
      if (!isKept(record, Date.now())) {
        store.delete(id)
        continue
      }
      const known = await resultOf<SavedSession | undefined>(store.get(id))
      put(store, { ...record, handle: known?.handle ?? null })
    }
    await done(transaction)
    clearJournal(journal.keys())
  }

  async #change(): Promise<IDBTransaction> {
    return (await this.#open()).transaction(STORE, 'readwrite', { durability: 'relaxed' })
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = globalThis.indexedDB.open(DATABASE, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
      request.onsuccess = () => {
        // A newer version in another tab waits for this connection to close.
        request.result.onversionchange = () => request.result.close()
        resolve(request.result)
      }
      request.onerror = () => reject(request.error)
    })
    return this.#database
  }
}

/** Some browsers cannot store handles: the session is kept without it, and the visitor chooses the file again. */
function put(store: IDBObjectStore, session: Pick<SavedSession, 'id' | 'handle'>): void {
  try {
    store.put(session)
  } catch {
    store.put({ ...session, handle: null })
  }
}

function done(transaction: IDBTransaction): Promise<void> {
  // Without `commit` the transaction waits for request callbacks, which a page that is being unloaded never runs.
  transaction.commit()
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
