import type { Rejection } from '../upload/rejection.ts'
import { withTimeout } from '../upload/with-timeout.ts'

/** Longest wait for the file behind a handle, in milliseconds: it may be on a network disk that is gone. */
const READ_TIMEOUT_MS = 5_000

/**
 * The part of `FileSystemFileHandle` that is used: a file that can be read again after a reload. Only Chromium has
 * handles for a visitor's files, and asks for permission again; elsewhere they belong to the origin private file system.
 */
export interface FileHandle {
  readonly kind: 'file'
  readonly name: string
  getFile(): Promise<File>
  queryPermission?(wanted: { mode: 'read' }): Promise<PermissionState>
  /** Only inside a user gesture. */
  requestPermission?(wanted: { mode: 'read' }): Promise<PermissionState>
}

/** Handles of the files of this page, as far as the browser gives them; looked up only when an upload is saved. */
export type FileHandles = WeakMap<File, () => Promise<FileHandle | null>>

export function isFileHandle(value: unknown): value is FileHandle {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'file' &&
    'getFile' in value &&
    typeof value.getFile === 'function'
  )
}

/** By exclusion: a file may come from another window, whose `File` is another class. */
export function isFile(item: File | FileHandle): item is File {
  return !isFileHandle(item)
}

/** The files behind the handles, recorded in `known`; `missing` are those that cannot be read. */
export async function readHandles(
  given: readonly (File | FileHandle)[],
  known: FileHandles,
): Promise<{ files: File[]; missing: Rejection[] }> {
  const read = await Promise.all(given.map((item) => (isFileHandle(item) ? readHandle(item, known) : item)))
  return {
    files: read.filter((item): item is File => !('code' in item)),
    missing: read.filter((item): item is Rejection => 'code' in item),
  }
}

async function readHandle(handle: FileHandle, known: FileHandles): Promise<File | Rejection> {
  const file = await withTimeout(() => handle.getFile(), READ_TIMEOUT_MS, undefined)
  if (file === undefined) return { code: 'file-changed', limit: undefined, file: new File([], handle.name) }
  known.set(file, async () => handle)
  return file
}
