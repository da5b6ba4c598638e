/** What a batch is held against: how full the list is, and which files are in it. */

import type { Upload } from '../upload/upload.ts'
import type { Occupancy } from './file-rules.ts'

/** What was canceled takes no room and is no duplicate. */
export class PresentFiles {
  readonly #list: () => Iterable<Upload>
  #occupied: Occupancy | undefined
  #byIdentity: Map<string, Upload> | undefined

  constructor(list: () => Iterable<Upload>) {
    this.#list = list
  }

  get occupied(): Occupancy {
    this.#occupied ??= occupancy(this.#list())
    return this.#occupied
  }

  add(upload: Upload): void {
    const { count, totalSize } = this.occupied
    this.#occupied = { count: count + 1, totalSize: totalSize + upload.file.size }
    this.#byIdentity?.set(identity(upload.file), upload)
  }

  /** Counts anew: others had their turn and may have removed something. */
  recount(): void {
    this.#occupied = undefined
  }

  has(file: File): boolean {
    this.#byIdentity ??= new Map(Array.from(this.#list(), (upload) => [identity(upload.file), upload]))
    const twin = this.#byIdentity.get(identity(file))
    if (twin === undefined || twin.status === 'canceled') return false
    // It may have left the list in the meantime.
    for (const upload of this.#list()) if (upload === twin) return true
    return false
  }
}

function occupancy(uploads: Iterable<Upload>): Occupancy {
  let count = 0
  let totalSize = 0
  for (const { status, file } of uploads) {
    if (status === 'canceled') continue
    count += 1
    totalSize += file.size
  }
  return { count, totalSize }
}

/** As far as a page can tell two files apart without reading them. */
function identity({ name, size, type, lastModified, webkitRelativePath }: File): string {
  return [size, lastModified, type, webkitRelativePath, name].join('\0')
}
