/** Files of a drop or a paste, including those in folders. */

import type { FileHandles } from '../engine/resume/file-handle.ts'
import { withTimeout } from '../engine/upload/with-timeout.ts'
import type { TransferItem } from './data-transfer.ts'
import { handleAt } from './handle-at.ts'

/** Milliseconds for one file or one portion of a folder: its disk may be gone. */
const READ_TIMEOUT_MS = 5_000

/**
 * Entries that cannot be read are left out and counted in `unreadable`.
 *
 * @param handles gets the function that reads a file again after a reload
 */
export async function readEntries(
  items: readonly TransferItem[],
  handles: FileHandles = new WeakMap(),
): Promise<{ files: File[]; unreadable: number }> {
  const files: File[] = []
  let unreadable = 0
  for (const { entry, handle } of items) {
    const onFile = (file: File, fullPath = '') => {
      files.push(file)
      if (handle !== undefined) handles.set(file, () => handleAt(handle, fullPath))
    }
    if (entry === null) unreadable += 1
    else if (entry instanceof File) onFile(entry)
    else unreadable += await walk(entry, onFile)
  }
  return { files, unreadable }
}

/** Resolves with the number of entries that could not be read. */
async function walk(entry: FileSystemEntry, onFile: (file: File, fullPath: string) => void): Promise<number> {
  let unreadable = 0
  try {
    if (isFile(entry)) {
      const file = await withTimeout(() => fileOf(entry), READ_TIMEOUT_MS, undefined)
      if (file === undefined) return 1
      onFile(withPath(file, entry.fullPath), entry.fullPath)
    } else if (isDirectory(entry)) {
      for await (const child of childrenOf(entry)) unreadable += await walk(child, onFile)
    }
  } catch {
    unreadable += 1
  }
  return unreadable
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** `readEntries` returns portions (100 entries in Chromium); an empty one is the last. Throws when one takes too long. */
async function* childrenOf(directory: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = directory.createReader()
  for (;;) {
    const read = () =>
      new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    const portion = await withTimeout(read, READ_TIMEOUT_MS, undefined)
    if (portion === undefined) throw new DOMException('The folder cannot be read', 'NotReadableError')
    if (portion.length === 0) return
    yield* portion
  }
}

/** Browsers set `webkitRelativePath` for folder inputs only; files of a dropped folder get it here. */
function withPath(file: File, fullPath: string): File {
  const path = fullPath.replace(/^\//, '')
  if (!path.includes('/')) return file
  Object.defineProperty(file, 'webkitRelativePath', { value: path, configurable: true })
  return file
}
