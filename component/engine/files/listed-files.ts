import type { UploadStatus } from '../upload/upload-state.ts'
import type { Occupancy } from './file-rules.ts'

/** What the rules need to know of an upload in the list. */
export interface ListedFile {
  readonly file: File
  /** Bytes that count for `maxTotalSize`: of a file that is yet to be transformed, none. */
  readonly countedSize: number
  readonly status: UploadStatus
}

/** The files in the list, as the rules see them: canceled uploads take no room and are not duplicates. */
export class ListedFiles {
  readonly #list: () => Iterable<ListedFile>
  #occupied: Occupancy | undefined
  #byIdentity: Map<string, ListedFile> | undefined

  constructor(list: () => Iterable<ListedFile>) {
    this.#list = list
  }

  get occupied(): Occupancy {
    this.#occupied ??= occupancy(this.#list())
    return this.#occupied
  }

  add(listed: ListedFile): void {
    const { count, totalSize } = this.occupied
    this.#occupied = { count: count + 1, totalSize: totalSize + listed.countedSize }
    this.#byIdentity?.set(identity(listed.file), listed)
  }

  /** Counts again at the next read: uploads may have been removed since. */
  recount(): void {
    this.#occupied = undefined
  }

  has(file: File): boolean {
    this.#byIdentity ??= new Map(Array.from(this.#list(), (listed) => [identity(listed.file), listed]))
    const twin = this.#byIdentity.get(identity(file))
    if (twin === undefined || twin.status === 'canceled') return false
    // It may have been removed since.
    for (const listed of this.#list()) if (listed === twin) return true
    return false
  }
}

/** Without canceled uploads. */
export function occupancy(list: Iterable<Pick<ListedFile, 'status' | 'countedSize'>>): Occupancy {
  let count = 0
  let totalSize = 0
  for (const { status, countedSize } of list) {
    if (status === 'canceled') continue
    count += 1
    totalSize += countedSize
  }
  return { count, totalSize }
}

/** The same for files that a page cannot tell apart without reading them. */
function identity({ name, size, type, lastModified, webkitRelativePath }: File): string {
  return [size, lastModified, type, webkitRelativePath, name].join('\0')
}
