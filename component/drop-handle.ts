import type { FileHandle } from './engine/file-handle.ts'

/** Finds what reads a file of a dropped item again, by its path in the drop (`/folder/film.mp4`). */
export type FindHandle = (fullPath: string) => Promise<FileHandle | null>

interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

/** Must be called inside the event's handler. Null where the browser gives no handles. */
export function dropHandle(item: DataTransferItem & HandleItem): FindHandle | null {
  // Rejects where it has none, for a picture from the clipboard.
  const root = item.getAsFileSystemHandle?.().catch(() => null)
  if (root === undefined) return null
  return async (fullPath) => {
    const [, , ...names] = fullPath.split('/')
    let handle = await root
    for (const [index, name] of names.entries()) {
      if (!isDirectory(handle)) return null
      const last = index === names.length - 1
      handle = await (last ? handle.getFileHandle(name) : handle.getDirectoryHandle(name))
    }
    return isFile(handle) ? handle : null
  }
}

function isDirectory(handle: FileSystemHandle | null): handle is FileSystemDirectoryHandle {
  return handle?.kind === 'directory'
}

function isFile(handle: FileSystemHandle | null): handle is FileSystemFileHandle {
  return handle?.kind === 'file'
}
