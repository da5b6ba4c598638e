/** Files of a drop or a paste, with every entry of every folder. */

import type { FileHandles } from '../engine/resume/file-handle.ts'
import { withTimeout } from '../engine/upload/with-timeout.ts'
import type { TransferItem } from './data-transfer.ts'
import { handleAt } from './handle-at.ts'

/** Longest wait for one file or one portion of a folder, in milliseconds: its disk may be gone. */
const READ_TIMEOUT_MS = 5_000

/**
 * An entry that cannot be read is left out and counted, never silently: `unreadable` says how many.
 *
 * @param handles where to note what reads a file again after a reload
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

/** Resolves with how many entries could not be read. */
async function walk(entry: FileSystemEntry, onFile: (file: File, fullPath: string) => void): Promise<number> {
  let unreadable = 0
  try {
    if (isFile(entry)) {
      const file = await withTimeout(fileOf(entry), READ_TIMEOUT_MS, undefined)
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

/** `readEntries` returns portions (100 in Chromium) until an empty one. Throws where one cannot be read in time. */
async function* childrenOf(directory: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = directory.createReader()
  for (;;) {
    const reading = new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    const portion = await withTimeout(reading, READ_TIMEOUT_MS, undefined)
    if (portion === undefined) throw new DOMException('The folder cannot be read', 'NotReadableError')
    if (portion.length === 0) return
    yield* portion
  }
}

/** Browsers fill `webkitRelativePath` for folder inputs only; a dropped folder's files get theirs here. */
function withPath(file: File, fullPath: string): File {
  const path = fullPath.replace(/^\//, '')
  if (!path.includes('/')) return file
  Object.defineProperty(file, 'webkitRelativePath', { value: path, configurable: true })
  return file
}
