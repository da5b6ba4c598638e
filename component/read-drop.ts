/** Files of a drop or a paste, with every entry of every folder. */
import { dropHandle } from './drop-handle.ts'
import type { FileHandles } from './engine/file-handle.ts'

/** Of more items at once no handles are asked for: each is a question to the browser's own process. */
const MOST_HANDLES = 200

/**
 * Must be called inside the event's handler: the browser empties the transfer afterwards. An entry that cannot be
 * read is left out and counted, never silently: `unreadable` says how many.
 *
 * @param handles where to note what reads a file again after a reload; undefined where nobody will
 */
export async function readDrop(
  transfer: DataTransfer,
  handles?: FileHandles,
): Promise<{ files: File[]; unreadable: number }> {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  if (items.length === 0) return { files: [...transfer.files], unreadable: 0 }
  const known = items.length > MOST_HANDLES ? undefined : handles
  const found = items.map((item) => ({ entry: folderOrFile(item), find: known && dropHandle(item) }))
  const result = { files: [] as File[], unreadable: 0 }
  for (const { entry, find } of found) {
    const onFile = (file: File, fullPath = '') => {
      result.files.push(file)
      if (find) known?.set(file, () => find(fullPath))
    }
    if (entry === null) result.unreadable += 1
    else if (entry instanceof File) onFile(entry)
    else result.unreadable += await walk(entry, onFile)
  }
  return result
}

/** Only folders need their entry: WebKit has one for files in memory too (a pasted picture), and cannot read it. */
function folderOrFile(item: DataTransferItem): FileSystemEntry | File | null {
  const entry = entryOf(item)
  return entry?.isDirectory ? entry : item.getAsFile()
}

/** Some drags on Windows have items that throw when asked. */
function entryOf(item: DataTransferItem): FileSystemEntry | null {
  try {
    return item.webkitGetAsEntry?.() ?? null
  } catch {
    return null
  }
}

/** Resolves with how many entries could not be read. */
async function walk(entry: FileSystemEntry, onFile: (file: File, fullPath: string) => void): Promise<number> {
  let unreadable = 0
  try {
    if (isFile(entry)) onFile(withPath(await fileOf(entry), entry.fullPath), entry.fullPath)
    else if (isDirectory(entry)) {
      for (const child of await childrenOf(entry)) unreadable += await walk(child, onFile)
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

/** `readEntries` answers in portions (100 in Chromium) until an empty one. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (portion.length === 0) return children
    children.push(...portion)
  }
}

/** Browsers fill `webkitRelativePath` for folder inputs only; a dropped folder's files get theirs here. */
function withPath(file: File, fullPath: string): File {
  const path = fullPath.replace(/^\//, '')
  if (!path.includes('/')) return file
  Object.defineProperty(file, 'webkitRelativePath', { value: path, configurable: true })
  return file
}
