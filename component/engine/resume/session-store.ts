import type { SavedSession } from './saved-session.ts'

/** Port: where sessions outlive the page. Values are `unknown` when read: another version may have written them. */
export interface SessionStore {
  all(): Promise<readonly unknown[]>
  /** Writes and removes in one transaction. */
  write(changes: SessionChanges): Promise<void>
  /** The same, finished before it returns, for a page that is being unloaded. The page may come back and write on. */
  writeSync(changes: SessionChanges): void
}

export interface SessionChanges {
  readonly saved: readonly SavedSession[]
  /** Ids. */
  readonly removed: readonly string[]
}

/** Keeps sessions as long as the page: for `no-resume`, private windows and tests. */
export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, SavedSession>()

  async all(): Promise<readonly unknown[]> {
    return [...this.#sessions.values()]
  }

  async write(changes: SessionChanges): Promise<void> {
    this.writeSync(changes)
  }

  writeSync({ saved, removed }: SessionChanges): void {
    for (const session of saved) this.#sessions.set(session.id, session)
    for (const id of removed) this.#sessions.delete(id)
  }
}
