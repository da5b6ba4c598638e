import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionChanges, SessionStore } from '../../../component/engine/resume/session-store.ts'
import type { UploadLocks } from '../../../component/engine/resume/upload-lock.ts'

/** What a process that ended has not written to its end: `SESSION.json.PID`. */
const UNFINISHED = /\.json\.(\d+)$/

/**
 * Unfinished uploads in a folder, one file each, so that commands that run at the same time do not overwrite each other's.
 * Only this user may read them: a ticket lets its holder complete or abort the upload.
 */
export class SessionFolder implements SessionStore, UploadLocks {
  readonly #folder: string
  readonly #held = new Set<string>()

  /** @throws Error where the folder cannot be made */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
  }

  async all(): Promise<readonly unknown[]> {
    const found = new Set(await readdir(this.#folder))
    const names = [...found].filter((name) => name.endsWith('.json'))
    // A command that was killed while it deleted sessions leaves their locks.
    const locks = [...found].filter(
      (name) => name.endsWith('.lock') && !found.has(name.replace('.lock', '.json')),
    )
    await Promise.all(locks.map((name) => removeIfDead(join(this.#folder, name))))
    for (const name of found) {
      const [, pid] = UNFINISHED.exec(name) ?? []
      if (pid !== undefined && !isAlive(Number(pid))) await rm(join(this.#folder, name), { force: true })
    }
    const sessions = await Promise.all(names.map((name) => readJson(join(this.#folder, name))))
    return sessions.filter((session) => session !== undefined)
  }

  async write({ saved, removed }: SessionChanges): Promise<void> {
    for (const session of saved) {
      const path = this.#path(session.id, 'json')
      const written = `${path}.${process.pid}`
      const file = await open(written, 'w', 0o600)
      await file.writeFile(JSON.stringify(session))
      await file.close()
      // A reader finds the old file or the new one.
      await rename(written, path)
    }
    for (const id of removed) await rm(this.#path(id, 'json'), { force: true })
  }

  writeSync({ saved, removed }: SessionChanges): void {
    for (const session of saved) {
      writeFileSync(this.#path(session.id, 'json'), JSON.stringify(session), { mode: 0o600 })
    }
    for (const id of removed) rmSync(this.#path(id, 'json'), { force: true })
  }

  async acquire(uploadId: string): Promise<(() => void) | null> {
    const path = this.#path(uploadId, 'lock')
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 })
        this.#held.add(path)
        return () => this.#unlock(path)
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error
        if (await isHolderAlive(path)) return null
        rmSync(path, { force: true })
      }
    }
    return null
  }

  async isHeld(uploadId: string): Promise<boolean> {
    const path = this.#path(uploadId, 'lock')
    return readdirSync(this.#folder).some((name) => path.endsWith(name)) && (await isHolderAlive(path))
  }

  /** Releases all locks of this process, before it ends. */
  unlockAll(): void {
    for (const path of this.#held) this.#unlock(path)
  }

  #unlock(path: string): void {
    this.#held.delete(path)
    rmSync(path, { force: true })
  }

  #path(id: string, kind: 'json' | 'lock'): string {
    // Ids come from a server: as file names they could leave the folder.
    const name = createHash('sha256').update(id).digest('hex').slice(0, 32)
    return join(this.#folder, `${name}.${kind}`)
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    // Removed meanwhile, or damaged: that upload starts over.
    return undefined
  }
}

async function removeIfDead(lock: string): Promise<void> {
  if (!(await isHolderAlive(lock))) await rm(lock, { force: true })
}

/** A command that was killed leaves its lock. */
async function isHolderAlive(path: string): Promise<boolean> {
  return isAlive(Number(await readFile(path, 'utf8').catch(() => '')))
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, for another user.
    return isCode(error, 'EPERM')
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
