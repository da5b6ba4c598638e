/** Files of a drop or a paste, including those in folders. */

import { type FileHandle, type FileHandles, isFileHandle } from '../engine/resume/file-handle.ts'
import { LazyModule } from '../engine/upload/lazy-module.ts'
import type { Rejection } from '../engine/upload/rejection.ts'
import type { TransferItem } from './data-transfer.ts'
import type { FindHandle } from './read-folder.ts'
import { standIn } from './stand-in.ts'

/** Loaded with the first folder. */
const folderModule = new LazyModule(() => import('./read-folder.ts'))

/** Files of one dropped or pasted folder, with those inside it, at most: more take a browser minutes and gigabytes. */
const MAX_FOLDER_FILES = 20_000

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
    const onFile = (file: File, find: FindHandle = fileHandle) => {
      found.files.push(file)
      if (handle !== undefined) handles.set(file, async () => find(await handle))
    }
    const onUnreadable = (path: string) =>
      found.rejected.push({ code: 'file-unreadable', limit: undefined, file: standIn(path) })
    const isFull = () => found.files.length > maxFolderFiles
    const onPortion = () => onFound(files.length + found.files.length)
    if (entry === null) onUnreadable('?')
    else if (entry instanceof File) onFile(entry)
    else {
      // Where its code fails to load, the folder is refused and the other files are taken.
      await folderModule.load().then(
        ({ readFolder }) => readFolder(entry, { onFile, onUnreadable, isFull, onPortion }),
        () => onUnreadable(entry.name),
      )
    }
    if (entry !== null && isFull()) {
      rejected.push({ code: 'folder-too-large', limit: maxFolderFiles, file: standIn(entry.name) })
      continue
    }
    for (const file of found.files) files.push(file)
    for (const rejection of found.rejected) rejected.push(rejection)
  }
  return { files, rejected }
}

function fileHandle(root: FileSystemHandle | null): FileHandle | null {
  return isFileHandle(root) ? root : null
}
