/** Files of a drop or a paste, including those in folders. */

import type { FileHandles } from '../engine/resume/file-handle.ts'
import type { Rejection } from '../engine/upload/rejection.ts'
import { withTimeout } from '../engine/upload/with-timeout.ts'
import type { TransferItem } from './data-transfer.ts'
import { handleAt } from './handle-at.ts'
import { standIn } from './stand-in.ts'

/** Milliseconds for one file or one portion of a folder: its disk may be gone. */
const READ_TIMEOUT_MS = 5_000

/** Files of one dropped or pasted folder, with those inside it, at most: more take a browser minutes and gigabytes. */
export const MAX_FOLDER_FILES = 20_000

export interface ReadEntriesOptions {
  /** Gets the function that reads a file again after a reload. */
  readonly handles?: FileHandles
  /** Default: `MAX_FOLDER_FILES`. */
  readonly maxFolderFiles?: number
  /** Called after each portion of a folder with the number of files found so far. */
  onFound?(count: number): void
}

export interface ReadEntries {
  readonly files: File[]
  /** Entries that could not be read, and folders with too many files, of which none is taken. */
  readonly rejected: Rejection[]
}

export async function readEntries(
  items: readonly TransferItem[],
  { handles = new WeakMap(), maxFolderFiles = MAX_FOLDER_FILES, onFound = () => {} }: ReadEntriesOptions = {},
): Promise<ReadEntries> {
  const files: File[] = []
  const rejected: Rejection[] = []
  for (const { entry, handle } of items) {
    const found: ReadEntries = { files: [], rejected: [] }
    const onFile = (file: File, fullPath = '') => {
      found.files.push(file)
      if (handle !== undefined) handles.set(file, () => handleAt(handle, fullPath))
    }
    const onUnreadable = (path: string) =>
      found.rejected.push({ code: 'file-unreadable', limit: undefined, file: standIn(path) })
    const isFull = () => found.files.length > maxFolderFiles
    if (entry === null) onUnreadable('?')
    else if (entry instanceof File) onFile(entry)
    else
      await walk(entry, {
        onFile,
        onUnreadable,
        isFull,
        onPortion: () => onFound(files.length + found.files.length),
      })
    if (entry !== null && isFull()) {
      rejected.push({ code: 'folder-too-large', limit: maxFolderFiles, file: standIn(entry.name) })
      continue
    }
    for (const file of found.files) files.push(file)
    for (const rejection of found.rejected) rejected.push(rejection)
  }
  return { files, rejected }
}

interface Walk {
  onFile(file: File, fullPath: string): void
  onUnreadable(fullPath: string): void
  onPortion(): void
  isFull(): boolean
}

async function walk(entry: FileSystemEntry, visit: Walk): Promise<void> {
  try {
    if (isFile(entry)) {
      const file = await withTimeout(() => fileOf(entry), READ_TIMEOUT_MS, undefined)
      if (file === undefined) visit.onUnreadable(entry.fullPath)
      else visit.onFile(withPath(file, entry.fullPath), entry.fullPath)
    } else if (isDirectory(entry)) {
      for await (const child of childrenOf(entry, visit)) {
        await walk(child, visit)
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
  { onPortion }: Walk,
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
