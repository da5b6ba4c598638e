import { openAsBlob } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isFolderJunk } from '../../../component/engine/files/folder-junk.ts'
import { UsageError } from '../usage-error.ts'

export interface ListedFile {
  /** As given, or below the given folder. */
  readonly path: string
  readonly file: File
}

/**
 * The files at these paths, and all files below those that are folders, in the order of their names. Contents are read
 * when they are sent. Inside folders symbolic links are not followed, and files of operating systems are left out.
 *
 * @throws UsageError where a path is missing, cannot be read, or is neither a file nor a folder
 */
export async function listFiles(paths: readonly string[]): Promise<ListedFile[]> {
  const listed: ListedFile[] = []
  for (const path of paths) {
    const found = await stat(path).catch(unreadable(path))
    if (found.isDirectory()) listed.push(...(await listFolder(path)))
    else if (found.isFile()) listed.push(await open(path, '', found.mtimeMs))
    else throw new UsageError(`${path} is neither a file nor a folder.`)
  }
  return listed
}

async function listFolder(folder: string): Promise<ListedFile[]> {
  // Also where a folder below it cannot be read, which the message names.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(unreadable(folder))
  const listed: ListedFile[] = []
  for (const entry of entries.filter((each) => each.isFile())) {
    // `path` before Node 20.12.
    const path = join(entry.parentPath ?? entry.path, entry.name)
    const inside = path.slice(join(folder, '/').length).replaceAll('\\', '/')
    const webkitRelativePath = `${basename(join(folder, '.'))}/${inside}`
    if (isFolderJunk({ name: entry.name, webkitRelativePath })) continue
    const { mtimeMs } = await stat(path).catch(unreadable(path))
    listed.push(await open(path, webkitRelativePath, mtimeMs))
  }
  return listed.sort((one, other) => (one.path < other.path ? -1 : 1))
}

async function open(path: string, webkitRelativePath: string, mtimeMs: number): Promise<ListedFile> {
  const blob = await openAsBlob(path).catch(unreadable(path))
  // The API derives the type from the extension.
  const file = new File([blob], basename(path), { lastModified: Math.trunc(mtimeMs) })
  Object.defineProperty(file, 'webkitRelativePath', { value: webkitRelativePath })
  return { path, file }
}

function unreadable(path: string): (cause: unknown) => never {
  return (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${path} cannot be read: ${reason}`, { cause })
  }
}
