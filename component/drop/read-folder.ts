import type { FileHandle } from '../engine/resume/file-handle.ts'
import { withTimeout } from '../engine/upload/with-timeout.ts'
import { handleAt } from './handle-at.ts'

/** Milliseconds for one file or one portion of a folder: its disk may be gone. */
const READ_TIMEOUT_MS = 5_000

/** Finds a file's handle from that of the dropped item. */
export type FindHandle = (root: FileSystemHandle | null) => FileHandle | null | Promise<FileHandle | null>

export interface FolderReader {
  onFile(file: File, find: FindHandle): void
  onUnreadable(fullPath: string): void
  onPortion(): void
  isFull(): boolean
}

/** Reads a folder, or one file of it, into the reader. */
export async function readFolder(entry: FileSystemEntry, visit: FolderReader): Promise<void> {
  try {
    if (isFile(entry)) {
      const file = await withTimeout(() => fileOf(entry), READ_TIMEOUT_MS, undefined)
      if (file === undefined) visit.onUnreadable(entry.fullPath)
      else visit.onFile(withPath(file, entry.fullPath), (root) => handleAt(root, entry.fullPath))
    } else if (isDirectory(entry)) {
      for await (const child of childrenOf(entry, visit)) {
        await readFolder(child, visit)
        if (visit.isFull()) return
      }
    }
  } catch {
    visit.onUnreadable(entry.fullPath)
  }
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
async function* childrenOf(
  directory: FileSystemDirectoryEntry,
  { onPortion }: FolderReader,
): AsyncGenerator<FileSystemEntry> {
  const reader = directory.createReader()
  for (;;) {
    const read = () =>
      new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    const portion = await withTimeout(read, READ_TIMEOUT_MS, undefined)
    if (portion === undefined) throw new DOMException('The folder cannot be read', 'NotReadableError')
    if (portion.length === 0) return
    yield* portion
    onPortion()
  }
}

/** Browsers set `webkitRelativePath` for folder inputs only; files of a dropped folder get it here. */
function withPath(file: File, fullPath: string): File {
  const path = fullPath.replace(/^\//, '')
  if (!path.includes('/')) return file
  Object.defineProperty(file, 'webkitRelativePath', { value: path, configurable: true })
  return file
}
