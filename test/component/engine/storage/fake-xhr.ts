/** What a proxy, or the network behind it, does with a request. */
export interface XhrScript {
  /** Progress events: milliseconds after `send`, and the share of the body sent by then. */
  readonly progress?: readonly (readonly [atMs: number, share: number])[]
  /** Milliseconds until the response with status 201; never where absent. */
  readonly respondAtMs?: number
}

/** XMLHttpRequest that follows a script for each request of a test. */
export function fakeXhr(scriptOf: (nth: number) => XhrScript, bodyBytes: number) {
  const aborted: number[] = []
  let count = 0

  class FakeXhr {
    readonly upload: { onprogress: ((event: object) => void) | null } = { onprogress: null }
    onload: (() => void) | null = null
    onerror: (() => void) | null = null
    onabort: (() => void) | null = null
    status = 0
    readonly responseText = ''
    readonly #timers: ReturnType<typeof setTimeout>[] = []
    readonly #nth = count++

    open(): void {}
    setRequestHeader(): void {}
    getResponseHeader(): null {
      return null
    }

    send(): void {
      const { progress = [], respondAtMs } = scriptOf(this.#nth)
      for (const [atMs, share] of progress) {
        const event = { lengthComputable: true, loaded: Math.round(share * bodyBytes), total: bodyBytes }
        this.#timers.push(setTimeout(() => this.upload.onprogress?.(event), atMs))
      }
      if (respondAtMs === undefined) return
      this.#timers.push(
        setTimeout(() => {
          this.status = 201
          this.onload?.()
        }, respondAtMs),
      )
    }

    abort(): void {
      aborted.push(this.#nth)
      for (const timer of this.#timers) clearTimeout(timer)
      this.onabort?.()
    }
  }
  return { FakeXhr, aborted, requests: () => count }
}
