/**
 * What former visits left unfinished, and how each of it can go on. Loaded only where there is any.
 *
 * Owns: asking the page and the visitor, reading files behind their handles, and giving up. Does not own: looking up and
 * locking (session-book.ts), or carrying on: a file that is here again is added like any other and finds its session.
 */
import type { PresignedUpload, StoredPart } from '../../protocol.ts'
import type { AddedFiles } from '../file-adder.ts'
import type { Rejection } from '../upload/rejection.ts'
import { UploadError } from '../upload/upload-error.ts'
import { FilesRejectEvent, UploadsRestoreEvent } from '../upload/upload-events.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import { sameFacts } from './file-fingerprint.ts'
import type { FileHandle, FileHandles } from './file-handle.ts'
import type { SavedSession } from './saved-session.ts'
import { hasEdges, type SessionBook } from './session-registry.ts'

/**
 * Whether the file can be read again: `granted` at once; `prompt` after the visitor allowed it, which takes a gesture;
 * not where that was `denied`, where the file is `missing`, or where the browser gave no handle (`none`). The last three
 * go on when the same file is chosen again.
 */
export type FileAccess = 'granted' | 'prompt' | 'denied' | 'missing' | 'none'

export interface InterruptedUpload {
  /** The server's id of the upload. */
  readonly id: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Media type; `''` where the browser knew none. */
  readonly type: string
  /** Path inside a dropped or chosen folder; `''` for a single file. */
  readonly relativePath: string
  /** Bytes that S3 has; null where it could not be asked. */
  readonly bytesStored: number | null
  /** When it was written down. */
  readonly savedAt: Date
  readonly access: FileAccess
}

export interface RestoredUploads {
  /** What goes on. */
  readonly continued: readonly UploadSnapshot[]
  /** Files that were changed meanwhile, whose uploads were given up, and files that the rules refuse now. */
  readonly rejected: readonly Rejection[]
  /** What still waits, and why. */
  readonly waiting: readonly InterruptedUpload[]
}

export interface InterruptedOptions {
  readonly book: SessionBook
  readonly target: EventTarget
  /** How many can go on now: of several, `one` is the newest. */
  room(): 'none' | 'one' | 'many'
  readonly handles: FileHandles
  addFiles(files: readonly File[]): Promise<AddedFiles>
  /** Best effort: S3 forgets what it has. */
  abort(presigned: PresignedUpload): Promise<void>
  storedParts(presigned: PresignedUpload): Promise<readonly StoredPart[]>
}

interface Item {
  readonly session: SavedSession
  readonly bytesStored: number | null
  readonly access: FileAccess
}

export class InterruptedUploads {
  readonly #options: InterruptedOptions
  #items: readonly Item[]
  #last: Promise<unknown> = Promise.resolve()

  private constructor(items: readonly Item[], options: InterruptedOptions) {
    this.#items = items
    this.#options = options
  }

  /**
   * Leaves out what this visitor cannot go on with: somebody else may be signed in now, and their name is none of his
   * business.
   *
   * @param sessions oldest first
   */
  static async of(
    sessions: readonly SavedSession[],
    options: InterruptedOptions,
  ): Promise<InterruptedUploads> {
    const items = await Promise.all(sessions.map((session) => examine(session, options)))
    return new InterruptedUploads(
      items.filter((item) => item !== null),
      options,
    )
  }

  /** Oldest first; without what somebody has taken up since. */
  get waiting(): readonly InterruptedUpload[] {
    return this.#waiting.map(interruptedUpload)
  }

  get #waiting(): readonly Item[] {
    const { book, room } = this.#options
    const waiting = this.#items.filter(({ session }) => book.waits(session.id))
    return room() === 'many' ? waiting : room() === 'one' ? waiting.slice(-1) : []
  }

  /** Asks the page, and goes on with what needs no gesture; undefined where the page wants to do that itself. */
  async offer(): Promise<RestoredUploads | undefined> {
    const { waiting } = this
    if (waiting.length === 0) return { continued: [], rejected: [], waiting }
    const event = new UploadsRestoreEvent(waiting)
    this.#options.target.dispatchEvent(event)
    return (await event.allowed()) ? this.#oneByOne(() => this.#carryOn()) : undefined
  }

  /** Goes on with all that can; inside a user gesture the browser asks the visitor for files that need it. */
  async restore(): Promise<RestoredUploads> {
    // The gesture counts for a moment only: permissions first, everything else later.
    for (const item of this.#waiting) this.#note(item.session, await askFor(item))
    return this.#oneByOne(() => this.#carryOn())
  }

  /** Gives all of it up: S3 and this browser forget it. */
  discard(): Promise<void> {
    return this.#oneByOne(async () => {
      await Promise.all(this.#waiting.map(({ session }) => this.#giveUp(session)))
    })
  }

  /** A second click comes after the first one's work and finds nothing left to do. */
  #oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }

  async #carryOn(): Promise<RestoredUploads> {
    const taken = new Map<File, string>()
    const changed: Rejection[] = []
    for (const { session, access } of this.#waiting) {
      const found = access === 'granted' ? await readFile(session) : access
      if (typeof found === 'string') this.#note(session, found)
      else if (await isSame(found, session)) {
        if (await this.#take(found, session)) taken.set(found, session.id)
      } else if (await this.#giveUp(session)) {
        changed.push({ code: 'file-changed', limit: undefined, file: found })
      }
    }
    if (changed.length > 0) this.#options.target.dispatchEvent(new FilesRejectEvent(changed))
    const added = taken.size > 0 ? await this.#options.addFiles([...taken.keys()]) : undefined
    const continued = added?.accepted ?? []
    for (const { file } of continued) taken.delete(file)
    // Refused by the page or its rules: that is no reason to lose what S3 has.
    for (const id of taken.values()) this.#options.book.leave(id)
    return { continued, rejected: [...changed, ...(added?.rejected ?? [])], waiting: this.waiting }
  }

  #note(session: SavedSession, access: FileAccess): void {
    this.#items = this.#items.map((item) => (item.session === session ? { ...item, access } : item))
  }

  /** Another tab may carry it, or have brought it to its end: then it is no business of this one any more. */
  async #own({ id }: SavedSession): Promise<boolean> {
    if (await this.#options.book.take(id)) return true
    this.#items = this.#items.filter(({ session }) => session.id !== id)
    return false
  }

  async #take(file: File, session: SavedSession): Promise<boolean> {
    const { book, handles } = this.#options
    if (!(await this.#own(session))) return false
    book.claim(file, session)
    handles.set(file, async () => session.handle)
    return true
  }

  async #giveUp(session: SavedSession): Promise<boolean> {
    if (!(await this.#own(session))) return false
    this.#options.book.forget(session.id)
    await this.#options.abort(session.presigned)
    return true
  }
}

function interruptedUpload({ session, bytesStored, access }: Item): InterruptedUpload {
  const { id, file, savedAt } = session
  const { name, size, type, webkitRelativePath: relativePath } = file
  return Object.freeze({
    id,
    name,
    size,
    type,
    relativePath,
    bytesStored,
    savedAt: new Date(savedAt),
    access,
  })
}

/** What can be said of it now, or null where this visitor cannot go on with it. */
async function examine(session: SavedSession, { storedParts }: InterruptedOptions): Promise<Item | null> {
  const { presigned, stored, file, handle } = session
  let bytesStored: number | null = file.size
  try {
    if (!stored) bytesStored = (await storedParts(presigned)).reduce((sum, { size }) => sum + size, 0)
  } catch (error) {
    if (!(error instanceof UploadError)) return null
    // S3 forgets the parts of what it has whole: going on tells that from what was aborted.
    if (error.code !== 'upload-not-found') {
      if (!error.retryable) return null
      bytesStored = null
    }
  }
  return { session, bytesStored, access: await accessOf(handle) }
}

async function accessOf(handle: FileHandle | null): Promise<FileAccess> {
  if (handle === null) return 'none'
  // Private files of the origin need no permission, and not every browser has the question.
  return (await handle.queryPermission?.({ mode: 'read' }).catch(() => 'prompt' as const)) ?? 'granted'
}

/** Asks the visitor where that may help; without a gesture nothing changes. What was missing may be back. */
async function askFor({ session: { handle }, access }: Item): Promise<FileAccess> {
  if (access === 'missing') return 'granted'
  if (access === 'granted' || handle?.requestPermission === undefined) return access
  return handle.requestPermission({ mode: 'read' }).catch(() => access)
}

/** The file as it is now, or why it cannot be read. */
async function readFile({ handle, file: { webkitRelativePath } }: SavedSession): Promise<File | FileAccess> {
  if (handle === null) return 'none'
  try {
    const file = await handle.getFile()
    // Gone since, or on a disk that is not there: only reading tells.
    await file.slice(0, 1).arrayBuffer()
    // A handle does not know the folder that the file was dropped in.
    if (webkitRelativePath !== '') {
      Object.defineProperty(file, 'webkitRelativePath', { value: webkitRelativePath, configurable: true })
    }
    return file
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'missing'
  }
}

async function isSame(file: File, session: SavedSession): Promise<boolean> {
  return sameFacts(session.file, file) && hasEdges(file, session)
}
