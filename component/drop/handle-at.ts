import type { FileHandle } from '../engine/resume/file-handle.ts'

/**
 * The handle of a file in a dropped item; null where the file is gone.
 *
 * @param fullPath within the drop: `/folder/large.mp4`
 */
export async function handleAt(root: FileSystemHandle | null, fullPath: string): Promise<FileHandle | null> {
  const [, , ...names] = fullPath.split('/')
  let handle = root
  for (const [index, name] of names.entries()) {
    if (!isDirectory(handle)) return null
    const last = index === names.length - 1
    handle = await (last ? handle.getFileHandle(name) : handle.getDirectoryHandle(name))
  }
  return isFile(handle) ? handle : null
}

function isDirectory(handle: FileSystemHandle | null): handle is FileSystemDirectoryHandle {
  return handle?.kind === 'directory'
}

function isFile(handle: FileSystemHandle | null): handle is FileSystemFileHandle {
  return handle?.kind === 'file'
}
