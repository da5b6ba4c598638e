import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { UploadSnapshot } from './engine/upload-snapshot.ts'
import type { Uploader } from './engine/uploader.ts'

/** Longer side of a preview, in device pixels. */
const SIDE = 112
/** Larger files are not decoded on the reader's machine, in bytes. */
const MAX_BYTES = 50_000_000

/**
 * Small pictures of chosen images until the Lambda's are there. One at a time, decoded and scaled by the browser in
 * one step, so that a hundred camera photos never stand in memory at full size.
 */
export class PreviewController implements ReactiveController {
  readonly #uploader: Uploader
  readonly #enabled: () => boolean
  readonly #urls = new Map<string, string>()
  readonly #seen = new Set<string>()
  #queue: UploadSnapshot[] = []
  #working = false

  constructor(host: ReactiveControllerHost, uploader: Uploader, enabled: () => boolean) {
    this.#uploader = uploader
    this.#enabled = enabled
    host.addController(this)
  }

  hostUpdated(): void {
    const present = new Set<string>()
    for (const upload of this.#uploader.uploads) {
      present.add(upload.id)
      if (this.#seen.has(upload.id)) continue
      this.#seen.add(upload.id)
      if (this.#enabled() && upload.type.startsWith('image/') && upload.size <= MAX_BYTES)
        this.#queue.push(upload)
    }
    for (const id of this.#seen) if (!present.has(id)) this.#forget(id)
    if (!this.#working) void this.#work()
  }

  #forget(id: string): void {
    this.#seen.delete(id)
    this.#queue = this.#queue.filter((upload) => upload.id !== id)
    const url = this.#urls.get(id)
    if (url !== undefined) URL.revokeObjectURL(url)
    this.#urls.delete(id)
  }

  async #work(): Promise<void> {
    this.#working = true
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const blob = await preview(next.file)
      if (blob === null || !this.#seen.has(next.id)) continue
      const url = URL.createObjectURL(blob)
      this.#urls.set(next.id, url)
      this.#uploader.setPreview(next.id, url)
    }
    this.#working = false
  }
}

/** Null where this browser cannot decode the file (HEIC, SVG, damaged): the row then keeps its icon. */
async function preview(file: File): Promise<Blob | null> {
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: SIDE, resizeQuality: 'medium' })
    const canvas = document.createElement('canvas')
    canvas.width = bitmap.width
    canvas.height = Math.min(bitmap.height, 3 * SIDE)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.7))
  } catch {
    return null
  }
}
