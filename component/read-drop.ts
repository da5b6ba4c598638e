/** Files of a drop or a paste, with every entry of every folder. */

/**
 * Must be called inside the event's handler: the browser empties the transfer afterwards. An entry that cannot be
 * read is left out and counted, never silently: `unreadable` says how many.
 */
export async function readDrop(transfer: DataTransfer): Promise<{ files: File[]; unreadable: number }> {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  if (items.length === 0) return { files: [...transfer.files], unreadable: 0 }
  const found = items.map(folderOrFile)
  const result = { files: [] as File[], unreadable: 0 }
  for (const entry of found) {
    if (entry === null) result.unreadable += 1
    else if (entry instanceof File) result.files.push(entry)
    else await walk(entry, result)
  }
  return result
}

/** Only folders need their entry: WebKit has one for files in memory too (a pasted picture), and cannot read it. */
function folderOrFile(item: DataTransferItem): FileSystemEntry | File | null {
  const entry = item.webkitGetAsEntry?.()
  return entry?.isDirectory ? entry : item.getAsFile()
}

async function walk(entry: FileSystemEntry, result: { files: File[]; unreadable: number }): Promise<void> {
  try {
    if (isFile(entry)) result.files.push(withPath(await fileOf(entry), entry.fullPath))
    else if (isDirectory(entry)) for (const child of await childrenOf(entry)) await walk(child, result)
  } catch {
    result.unreadable += 1
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
