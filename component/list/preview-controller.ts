import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Uploader } from '../engine/uploader.ts'

/** Longer side of a preview, in device pixels: for a row, and for a card or a portrait. */
const SIDES = { row: 112, card: 360 }
/** Bytes. Larger files get no preview: decoding them takes too much memory. */
const MAX_BYTES = 50_000_000
/** Milliseconds that the others wait for one preview: a decoder may never answer. A late preview is still shown. */
const TIMEOUT_MS = 1_000

export type PreviewHost = ReactiveControllerHost & HTMLElement & { readonly variant: string }

/**
 * Makes previews of chosen images, until the variants of the Lambda are there. One at a time, decoded and scaled in one
 * step, so that 100 photos are never in memory at full size; only for rows that are drawn.
 */
export class PreviewController implements ReactiveController {
  readonly #host: PreviewHost
  readonly #uploader: Uploader
  readonly #inSight: () => readonly UploadSnapshot[]
  readonly #urls = new Map<string, string>()
  readonly #seen = new Set<string>()
  #queue: UploadSnapshot[] = []
  #working = false

  /** @param inSight uploads whose rows are drawn */
  constructor(host: PreviewHost, uploader: Uploader, inSight: () => readonly UploadSnapshot[]) {
    this.#host = host
    this.#uploader = uploader
    this.#inSight = inSight
    host.addController(this)
  }

  hostUpdated(): void {
    for (const id of this.#seen) if (!this.#uploader.has(id)) this.#forget(id)
    // Made again when the element is back.
    if (!this.#host.isConnected) return
    this.#queue = this.#inSight().filter(
      ({ id, file, type, size }) =>
        file !== null && !this.#seen.has(id) && type.startsWith('image/') && size <= MAX_BYTES,
    )
    if (!this.#working) void this.#work()
  }

  hostDisconnected(): void {
    // A move is a removal and an insertion in one task.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#releaseAll()
    })
  }

  /** A removed element must leave no preview in memory. */
  #releaseAll(): void {
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
      await Promise.race([this.#show(next), timeout(TIMEOUT_MS)])
    }
    this.#working = false
  }

  async #show({ id, file }: UploadSnapshot): Promise<void> {
    if (file === null) return
    const blob = await preview(
      file,
      SIDES[this.#host.variant === 'gallery' || this.#host.variant === 'avatar' ? 'card' : 'row'],
    )
    if (blob === null || !this.#seen.has(id)) return
    const url = URL.createObjectURL(blob)
    this.#urls.set(id, url)
    this.#uploader.setPreview(id, url)
  }
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Null where this browser cannot decode the file (HEIC, SVG, damaged): the row then keeps its icon. */
async function preview(file: File, side: number): Promise<Blob | null> {
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: side, resizeQuality: 'medium' })
    const canvas = document.createElement('canvas')
    canvas.width = bitmap.width
    canvas.height = Math.min(bitmap.height, 3 * side)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.7))
  } catch {
    return null
  }
}
