import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ListedFile } from './list-files.ts'
import type { UploadFacts } from './report-files.ts'
import type { SendOptions } from './send-options.ts'

/** After this time the same command means to upload all files again, in milliseconds. */
const KEPT_MS = 24 * 60 * 60 * 1000

/** One line of the list. */
interface SentFile {
  /** Absolute. */
  readonly path: string
  readonly size: number
  readonly lastModified: number
  readonly facts: UploadFacts
}

/**
 * The files that an unfinished command has uploaded, so that the same command does not upload them again under other keys:
 * a session lasts only until its upload is completed.
 */
export class SentList {
  readonly #path: string
  readonly #files: ReadonlyMap<string, SentFile>

  /** @param options of the command; another endpoint, route, batch or list of paths is another command */
  constructor(folder: string, { endpoint, route, metadata, wait, paths }: SendOptions) {
    const command = JSON.stringify([endpoint, route, metadata, wait, paths.map((path) => resolve(path))])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#path = join(folder, `${createHash('sha256').update(command).digest('hex').slice(0, 32)}.sent`)
    this.#files = new Map(readList(this.#path).map((file) => [file.path, file]))
  }

  /** What the upload of this file has given; undefined where it was not uploaded, or has changed since. */
  factsOf({ path, file }: ListedFile): UploadFacts | undefined {
    const sent = this.#files.get(resolve(path))
    return sent?.size === file.size && sent.lastModified === file.lastModified ? sent.facts : undefined
  }

  add(files: readonly { readonly listed: ListedFile; readonly facts: UploadFacts }[]): void {
    const lines = files.map(({ listed: { path, file }, facts }) => {
      const { size, lastModified } = file
      const sent: SentFile = { path: resolve(path), size, lastModified, facts }
      return `${JSON.stringify(sent)}\n`
    })
    if (lines.length > 0) appendFileSync(this.#path, lines.join(''), { mode: 0o600 })
  }

  /** The command has nothing left to continue. */
  remove(): void {
    rmSync(this.#path, { force: true })
  }
}

function readList(path: string): SentFile[] {
  try {
    if (Date.now() - statSync(path).mtimeMs < KEPT_MS) {
      return readFileSync(path, 'utf8').split('\n').flatMap(parseLine)
    }
    rmSync(path)
  } catch {
    // There is none, or it cannot be read: all files are uploaded.
  }
  return []
}

/** A killed command may have written half of the last line. */
function parseLine(line: string): SentFile[] {
  try {
    const sent: SentFile = JSON.parse(line)
    return typeof sent.path === 'string' && typeof sent.facts?.key === 'string' ? [sent] : []
  } catch {
    return []
  }
}
