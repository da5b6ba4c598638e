/**
 * What earlier visits left unfinished, and how each of it can continue. Loaded only where there is any.
 *
 * Owns: asking the page and the visitor, reading files behind their handles, and giving up. Does not own: finding and
 * locking (session-registry.ts), or sending: a file that is here again is added like any other and finds its session.
 */
import type { PresignedUpload, StoredPart } from '../../protocol.ts'
import type { AddedFiles } from '../upload/added-files.ts'
import type { FileAccess, InterruptedUpload } from '../upload/interrupted-upload.ts'
import type { Rejection } from '../upload/rejection.ts'
import { UploadError } from '../upload/upload-error.ts'
import { FilesRejectEvent, UploadsRestoreEvent } from '../upload/upload-events.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import { withTimeout } from '../upload/with-timeout.ts'
import { sameFacts } from './file-fingerprint.ts'
import type { FileHandle, FileHandles } from './file-handle.ts'
import type { SavedSession } from './saved-session.ts'
import { hasEdges, type SessionRegistry } from './session-registry.ts'

/** Longest wait for a file behind a handle, in milliseconds: it may be on a network disk that is gone. */
const READ_TIMEOUT_MS = 5_000
/** Longest wait for the state of a permission, in milliseconds. */
const PERMISSION_TIMEOUT_MS = 1_000

export interface RestoredUploads {
  readonly continued: readonly UploadSnapshot[]
  /** Files that changed meanwhile, whose uploads were given up, and files that the rules refuse now. */
  readonly rejected: readonly Rejection[]
  /** Those that still wait, and why. */
  readonly waiting: readonly InterruptedUpload[]
}

export interface InterruptedOptions {
  readonly registry: SessionRegistry
  readonly target: EventTarget
  /** How many can continue now: of several, `one` is the newest. */
  room(): 'none' | 'one' | 'many'
  readonly handles: FileHandles
  addFiles(files: readonly File[]): Promise<AddedFiles>
  /** Best effort: S3 deletes what it has. */
  abort(presigned: PresignedUpload): Promise<void>
  listParts(presigned: PresignedUpload): Promise<readonly StoredPart[]>
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
   * Leaves out what this visitor cannot continue: another user may be signed in now, who must not see the file's name.
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

  /** Oldest first; without those that were claimed since. */
  get waiting(): readonly InterruptedUpload[] {
    return this.#waiting.map(interruptedUpload)
  }

  get #waiting(): readonly Item[] {
    const { registry, room } = this.#options
    const waiting = this.#items.filter(({ session }) => registry.isUnclaimed(session.id))
    return room() === 'many' ? waiting : room() === 'one' ? waiting.slice(-1) : []
  }

  /** Asks the page, and continues what needs no user gesture; undefined where the page does that itself. */
  async offer(): Promise<RestoredUploads | undefined> {
    const { waiting } = this
    if (waiting.length === 0) return { continued: [], rejected: [], waiting }
    const event = new UploadsRestoreEvent(waiting)
    this.#options.target.dispatchEvent(event)
    const { kind } = await event.decision()
    return kind === 'allowed' ? this.#inOrder(() => this.#continue()) : undefined
  }

  /** Continues all that can; inside a user gesture the browser asks the visitor for files that need permission. */
  async restore(): Promise<RestoredUploads> {
    // A user gesture expires within seconds: permissions come first.
    for (const item of this.#waiting) this.#setAccess(item.session, await askFor(item))
    return this.#inOrder(() => this.#continue())
  }

  /** Gives all of them up: S3 and this browser delete what they have. */
  discard(): Promise<void> {
    return this.#inOrder(async () => {
      await Promise.all(this.#waiting.map(({ session }) => this.#giveUp(session)))
    })
  }

  /** A second click waits for the first and finds nothing left to do. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }

  async #continue(): Promise<RestoredUploads> {
    const claimed = new Map<File, string>()
    const changed: Rejection[] = []
    for (const { session, access } of this.#waiting) {
      const found = access === 'granted' ? await readFile(session) : access
      if (typeof found === 'string') this.#setAccess(session, found)
      else if (await isSame(found, session)) {
        if (await this.#claim(found, session)) claimed.set(found, session.id)
      } else if (await this.#giveUp(session)) {
        changed.push({ code: 'file-changed', limit: undefined, file: found })
      }
    }
    if (changed.length > 0) this.#options.target.dispatchEvent(new FilesRejectEvent(changed))
    const added = claimed.size > 0 ? await this.#options.addFiles([...claimed.keys()]) : undefined
    const continued = added?.accepted ?? []
    for (const { file } of continued) if (file !== null) claimed.delete(file)
    // Refused by the page or its rules: S3 keeps what it has.
    for (const id of claimed.values()) this.#options.registry.unlock(id)
    return { continued, rejected: [...changed, ...(added?.rejected ?? [])], waiting: this.waiting }
  }

  #setAccess(session: SavedSession, access: FileAccess): void {
    this.#items = this.#items.map((item) => (item.session === session ? { ...item, access } : item))
  }

  /** False where another tab continues it or has finished it: it is no longer listed here. */
  async #own(session: SavedSession): Promise<boolean> {
    if (await this.#options.registry.claim(session)) return true
    this.#items = this.#items.filter((item) => item.session.id !== session.id)
    return false
  }

  async #claim(file: File, session: SavedSession): Promise<boolean> {
    const { registry, handles } = this.#options
    if (!(await this.#own(session))) return false
    registry.assign(file, session)
    handles.set(file, async () => session.handle)
    return true
  }

  async #giveUp(session: SavedSession): Promise<boolean> {
    if (!(await this.#own(session))) return false
    this.#options.registry.delete(session.id)
    await this.#options.abort(session.presigned)
    return true
  }
}

function interruptedUpload({ session, bytesStored, access }: Item): InterruptedUpload {
  const { id, file, savedAt } = session
  const { name, type, webkitRelativePath: relativePath } = file
  const { size } = session.sent ?? file
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

/** What is known of it now, or null where this visitor cannot continue it. */
async function examine(session: SavedSession, { listParts }: InterruptedOptions): Promise<Item | null> {
  const { presigned, stored, file, sent, handle } = session
  let bytesStored: number | null = (sent ?? file).size
  try {
    if (!stored) bytesStored = (await listParts(presigned)).reduce((sum, { size }) => sum + size, 0)
  } catch (error) {
    if (!(error instanceof UploadError)) return null
    // S3 also forgets the parts of a completed upload: continuing tells that from an aborted one.
    if (error.code !== 'upload-not-found') {
      if (!error.retryable) return null
      bytesStored = null
    }
  }
  return { session, bytesStored, access: await accessOf(handle) }
}

async function accessOf(handle: FileHandle | null): Promise<FileAccess> {
  if (handle === null) return 'none'
  // Files of the origin private file system need no permission, and not every browser can be asked.
  const answer = await withTimeout(
    () => handle.queryPermission?.({ mode: 'read' }),
    PERMISSION_TIMEOUT_MS,
    'prompt' as const,
  )
  return answer ?? 'granted'
}

/** Asks the visitor where that may help; without a user gesture nothing changes. A missing file may be back. */
async function askFor({ session: { handle }, access }: Item): Promise<FileAccess> {
  if (access === 'missing') return 'granted'
  if (access === 'granted' || handle?.requestPermission === undefined) return access
  return handle.requestPermission({ mode: 'read' }).catch(() => access)
}

/** The file as it is now, or why it cannot be read. */
async function readFile({ handle, file: { webkitRelativePath } }: SavedSession): Promise<File | FileAccess> {
  if (handle === null) return 'none'
  return withTimeout(() => readHandle(handle, webkitRelativePath), READ_TIMEOUT_MS, 'missing')
}

async function readHandle(handle: FileHandle, webkitRelativePath: string): Promise<File | FileAccess> {
  try {
    const file = await handle.getFile()
    // Only reading tells whether the file was deleted or its disk removed.
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
