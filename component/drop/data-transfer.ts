/** One file or folder of a drop or a paste. */
export interface TransferItem {
  /** Null where it cannot be read. */
  readonly entry: FileSystemEntry | File | null
  /** Reads it again after a reload. Null if the browser has no handles, undefined if none was requested. */
  readonly handle: Promise<FileSystemHandle | null> | undefined
}

interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

/** Of more items at once no handles are asked for: each is a question to the browser's own process. */
const MOST_HANDLES = 200

/**
 * Takes everything out of a transfer, which the browser empties after the event. What takes longer is for read-entries.ts.
 *
 * @param withHandles whether files may be read again after a reload
 */
export function dataTransferItems(transfer: DataTransfer, withHandles = false): TransferItem[] {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  if (items.length === 0) return [...transfer.files].map((entry) => ({ entry, handle: undefined }))
  const asks = withHandles && items.length <= MOST_HANDLES
  return items.map((item) => ({ entry: folderOrFile(item), handle: asks ? handleOf(item) : undefined }))
}

/** Rejected by the browser where it has none, for a picture from the clipboard. */
function handleOf(item: DataTransferItem & HandleItem): Promise<FileSystemHandle | null> | undefined {
  return item.getAsFileSystemHandle?.().catch(() => null)
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
