/**
 * What a page records while it is being unloaded: it cannot wait for a promise then, and WebKit drops IndexedDB
 * transactions that are still open. The only file that names `localStorage`, which may be refused, full or written by
 * other code.
 */
import type { SavedSession } from './saved-session.ts'
import type { SessionChanges } from './session-store.ts'

const PREFIX = 's3-uploader:'

/** Recorded by earlier pages and not yet moved to the store: session by id, or null where it was deleted. */
export function readJournal(): ReadonlyMap<string, unknown> {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
    return new Map(keys.map((key) => [key.slice(PREFIX.length), parse(localStorage.getItem(key))]))
  } catch {
    return new Map()
  }
}

export function appendToJournal({ saved, removed }: SessionChanges): void {
  try {
    // Handles cannot be text: they are read from the database, or the file is chosen again.
    for (const session of saved) append(session.id, { ...session, handle: null })
    for (const id of removed) append(id, null)
  } catch {
    // Storage is full or refused: the next visit starts over.
  }
}

function append(id: string, record: SavedSession | null): void {
  localStorage.setItem(PREFIX + id, JSON.stringify(record))
}

export function clearJournal(ids: Iterable<string>): void {
  try {
    for (const id of ids) localStorage.removeItem(PREFIX + id)
  } catch {
    // Read again by the next visit.
  }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
