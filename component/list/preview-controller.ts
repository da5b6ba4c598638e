import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Uploader } from '../engine/uploader.ts'

/** Longer side of a preview, in device pixels. */
const SIDE = 112
/** Larger files are not decoded on the reader's machine, in bytes. */
const MAX_BYTES = 50_000_000

/**
 * Small pictures of chosen images until the Lambda's are there. One at a time, decoded and scaled by the browser in
 * one step, so that a hundred camera photos never stand in memory at full size, and only of rows that are drawn.
 */
export class PreviewController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #uploader: Uploader
  readonly #inSight: () => readonly UploadSnapshot[]
  readonly #urls = new Map<string, string>()
  readonly #seen = new Set<string>()
  #queue: UploadSnapshot[] = []
  #working = false

  /** @param inSight uploads that a picture would be seen of */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    uploader: Uploader,
    inSight: () => readonly UploadSnapshot[],
  ) {
    this.#host = host
    this.#uploader = uploader
    this.#inSight = inSight
    host.addController(this)
  }

  hostUpdated(): void {
    for (const id of this.#seen) if (!this.#uploader.has(id)) this.#forget(id)
    // Drawn anew when the element is back.
    if (!this.#host.isConnected) return
    this.#queue = this.#inSight().filter(
      ({ id, type, size }) => !this.#seen.has(id) && type.startsWith('image/') && size <= MAX_BYTES,
    )
    if (!this.#working) void this.#work()
  }

  hostDisconnected(): void {
    // A move is a departure and an arrival in one turn.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#letGo()
    })
  }

  /** An element that is removed for good must not keep pictures in memory. */
  #letGo(): void {
    this.#queue = []
    for (const id of this.#seen) {
      this.#forget(id)
      this.#uploader.setPreview(id, null)
    }
  }

  #forget(id: string): void {
    this.#seen.delete(id)
    const url = this.#urls.get(id)
    if (url !== undefined) URL.revokeObjectURL(url)
    this.#urls.delete(id)
  }

  async #work(): Promise<void> {
    this.#working = true
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#seen.add(next.id)
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
