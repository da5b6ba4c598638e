/** Whether there is any network. "Online" proves nothing; "offline" is reliable enough to stop trying. */
export interface Connectivity {
  readonly online: boolean
  /** Calls back whenever `online` may have changed, until the returned function is called. */
  subscribe(listener: () => void): () => void
}

/** The browser's own word; a place that has none counts as online. */
export const browserConnectivity: Connectivity = {
  get online() {
    return globalThis.navigator?.onLine !== false
  },
  subscribe(listener) {
    if (typeof globalThis.addEventListener !== 'function') return () => {}
    globalThis.addEventListener('online', listener)
    globalThis.addEventListener('offline', listener)
    // What happened while the page was in the back/forward cache, it was not told.
    globalThis.addEventListener('pageshow', listener)
    return () => {
      globalThis.removeEventListener('online', listener)
      globalThis.removeEventListener('offline', listener)
      globalThis.removeEventListener('pageshow', listener)
    }
  },
}

/** Resolves when there is network, at once if so now; rejects with the signal's reason when aborted before. */
export function whenOnline(connectivity: Connectivity, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    if (connectivity.online) {
      resolve()
      return
    }
    const leave = () => {
      stop()
      signal.removeEventListener('abort', onAbort)
    }
    const onAbort = () => {
      leave()
      reject(signal.reason)
    }
    const stop = connectivity.subscribe(() => {
      if (!connectivity.online) return
      leave()
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
