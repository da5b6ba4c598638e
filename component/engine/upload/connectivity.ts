/** Longest wait for a sign of life of a host, in milliseconds. */
const PROBE_TIMEOUT_MS = 5_000

/** Port: whether there is a network. `online` proves nothing; `offline` is reliable enough to stop trying. */
export interface Connectivity {
  readonly online: boolean
  /** Calls back whenever trying again may help (network or page came back), until the returned function is called. */
  subscribe(listener: () => void): () => void
  /**
   * Whether the host of a URL answers at all, be it with an error or with a response that the page may not read. Never
   * rejects. Absent where this cannot be found out.
   */
  answers?(url: string): Promise<boolean>
}

/** `navigator.onLine`; where there is no such property the network counts as online. */
export const browserConnectivity: Connectivity = {
  get online() {
    return globalThis.navigator?.onLine !== false
  },
  subscribe(listener) {
    if (typeof globalThis.addEventListener !== 'function') return () => {}
    const events: [EventTarget, string][] = [
      [globalThis, 'online'],
      [globalThis, 'offline'],
      // A page in the back/forward cache gets no `online` event.
      [globalThis, 'pageshow'],
    ]
    if (globalThis.document !== undefined) events.push([globalThis.document, 'visibilitychange'])
    for (const [target, type] of events) target.addEventListener(type, listener)
    return () => {
      for (const [target, type] of events) target.removeEventListener(type, listener)
    }
  },
  async answers(url) {
    try {
      // `no-cors`: any response resolves, also one without CORS headers; only a broken connection rejects.
      await fetch(url, {
        method: 'HEAD',
        mode: 'no-cors',
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
      })
      return true
    } catch {
      return false
    }
  },
}
