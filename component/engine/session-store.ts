import type { SavedSession } from './saved-session.ts'

/** The port to wherever sessions outlive the page. Values are `unknown` on the way out: another version may have written them. */
export interface SessionStore {
  all(): Promise<readonly unknown[]>
  /** Writes and removes in one go. */
  write(changes: { saved: readonly SavedSession[]; removed: readonly string[] }): Promise<void>
}

/** Forgets with the page: for `no-resume`, private windows and tests. */
export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, SavedSession>()

  async all(): Promise<readonly unknown[]> {
    return [...this.#sessions.values()]
  }

  async write({ saved, removed }: Parameters<SessionStore['write']>[0]): Promise<void> {
    for (const session of saved) this.#sessions.set(session.id, session)
    for (const id of removed) this.#sessions.delete(id)
  }
}
