import type { SavedSession } from './saved-session.ts'

/** The port to wherever sessions outlive the page. Values are `unknown` on the way out: another version may have written them. */
export interface SessionStore {
  all(): Promise<readonly unknown[]>
  /** Writes and removes in one go. */
  write(changes: SessionChanges): Promise<void>
  /** The same for a page that goes away, before this returns. It may come back and write on. */
  leave(changes: SessionChanges): void
}

export interface SessionChanges {
  readonly saved: readonly SavedSession[]
  /** Ids. */
  readonly removed: readonly string[]
}

/** Forgets with the page: for `no-resume`, private windows and tests. */
export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, SavedSession>()

  async all(): Promise<readonly unknown[]> {
    return [...this.#sessions.values()]
  }

  async write(changes: SessionChanges): Promise<void> {
    this.leave(changes)
  }

  leave({ saved, removed }: SessionChanges): void {
    for (const session of saved) this.#sessions.set(session.id, session)
    for (const id of removed) this.#sessions.delete(id)
  }
}
