/**
 * What a page writes down while it goes away: there it can wait for nobody, and WebKit drops what IndexedDB has not
 * done by then. The only file that names `localStorage`, which may be refused, full or written by others.
 */
import type { SavedSession } from './saved-session.ts'
import type { SessionChanges } from './session-store.ts'

const PREFIX = 's3-uploader:'

/** What pages have left and nobody has taken up, by the session's id: as it was, or null where it was forgotten. */
export function readNotes(): ReadonlyMap<string, unknown> {
  return new Map(noteKeys().map((key) => [key.slice(PREFIX.length), parse(localStorage.getItem(key))]))
}

export function leaveNotes({ saved, removed }: SessionChanges): void {
  try {
    // Handles are not for text: whoever reads this finds them in the database, or chooses the file again.
    for (const session of saved) leaveNote(session.id, { ...session, handle: null })
    for (const id of removed) leaveNote(id, null)
  } catch {
    // The next visit starts over.
  }
}

function leaveNote(id: string, note: SavedSession | null): void {
  localStorage.setItem(PREFIX + id, JSON.stringify(note))
}

export function dropNotes(ids: Iterable<string>): void {
  for (const id of ids) localStorage.removeItem(PREFIX + id)
}

function noteKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  } catch {
    return []
  }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
