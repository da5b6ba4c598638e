import type { SavedSession } from './saved-session.ts'
import { DATABASE, hasSessionDatabase } from './session-database.ts'
import type { SessionStore } from './session-store.ts'

const STORE = 'sessions'

/** Sessions in IndexedDB. The only file that names it. Rejects where the browser refuses (private windows). */
export class IndexedDbSessionStore implements SessionStore {
  #database: Promise<IDBDatabase> | undefined

  async all(): Promise<readonly unknown[]> {
    if (this.#database === undefined && !(await hasSessionDatabase())) return []
    const store = (await this.#open()).transaction(STORE).objectStore(STORE)
    return answer<unknown[]>(store.getAll())
  }

  async write({
    saved,
    removed,
  }: {
    saved: readonly SavedSession[]
    removed: readonly string[]
  }): Promise<void> {
    const transaction = (await this.#open()).transaction(STORE, 'readwrite', { durability: 'relaxed' })
    const store = transaction.objectStore(STORE)
    for (const session of saved) put(store, session)
    for (const id of removed) store.delete(id)
    // By itself it would wait for the answers, and a page that goes away no longer hears them.
    transaction.commit()
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onerror = transaction.onabort = () => reject(transaction.error)
    })
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

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
