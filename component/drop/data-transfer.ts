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

/** Handles are requested for at most this many items at once: each takes a message to the browser process. */
const MOST_HANDLES = 200

/**
 * Reads the items of a transfer at once: the browser empties it after the event. read-entries.ts walks the folders later.
 *
 * @param withHandles whether files may be read again after a reload
 */
export function dataTransferItems(transfer: DataTransfer, withHandles = false): TransferItem[] {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  if (items.length === 0) return [...transfer.files].map((entry) => ({ entry, handle: undefined }))
  const asks = withHandles && items.length <= MOST_HANDLES
  return items.map((item) => ({ entry: folderOrFile(item), handle: asks ? handleOf(item) : undefined }))
}

/** Null where the browser rejects, as for a picture from the clipboard. */
function handleOf(item: DataTransferItem & HandleItem): Promise<FileSystemHandle | null> | undefined {
  return item.getAsFileSystemHandle?.().catch(() => null)
}

/** Only folders need an entry: WebKit also has one for a pasted picture, and cannot read it. */
function folderOrFile(item: DataTransferItem): FileSystemEntry | File | null {
  const entry = entryOf(item)
  return entry?.isDirectory ? entry : item.getAsFile()
}

/** Items of some drags on Windows throw here. */
function entryOf(item: DataTransferItem): FileSystemEntry | null {
  try {
    return item.webkitGetAsEntry?.() ?? null
  } catch {
    return null
  }
}
