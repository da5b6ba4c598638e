import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * JSON sidecars: all or nothing, and synchronous, so that "check the precondition, then commit" is one step that no
 * other request can enter. They are a few hundred bytes.
 */
export function writeRecord(path: string, record: object): void {
  const draft = `${path}.draft`
  writeFileSync(draft, JSON.stringify(record))
  renameSync(draft, path)
}

export function removeRecord(path: string): void {
  rmSync(path, { force: true })
}

/** Every whole record of a folder. They are our own writing: parsed as what was written. */
export function readRecords<T>(folder: string): T[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T)
}
