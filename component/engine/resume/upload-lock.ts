/** Makes sure that one upload is carried by one tab. */
export interface UploadLocks {
  /** Resolves with what gives the lock back, or with null where another tab has it. */
  acquire(uploadId: string): Promise<(() => void) | null>
  /** Whether some tab, this one included, carries it now, or may: where nobody can tell, it may. */
  isHeld(uploadId: string): Promise<boolean>
}

const nameOf = (uploadId: string) => `s3-uploader ${uploadId}`

/**
 * Chromium keeps a page with its locks in the back/forward cache and drops it only when somebody asks for them
 * (`weblocks-contention` in `notRestoredReasons`), which took 25 ms. So long until the second look, in milliseconds.
 */
const DROPPED_AFTER_MS = 1000

/** Web Locks: the browser gives a lock back when its tab crashes. Where there are none, every tab believes itself alone. */
export const webLocks: UploadLocks = {
  acquire(uploadId) {
    const { locks } = globalThis.navigator ?? {}
    if (locks === undefined) return Promise.resolve(() => {})
    return new Promise((resolve) => {
      locks
        .request(nameOf(uploadId), { ifAvailable: true }, (lock) => {
          if (lock === null) {
            resolve(null)
            return undefined
          }
          return new Promise<void>((release) => resolve(release))
        })
        // Refused in some embedded documents: as good as no locks at all.
        .catch(() => resolve(() => {}))
    })
  },
  async isHeld(uploadId) {
    // Asking for the lock instead would keep it from the tab that is about to take it.
    if (!(await isListed(uploadId))) return false
    await new Promise((resolve) => setTimeout(resolve, DROPPED_AFTER_MS))
    return isListed(uploadId)
  },
}

async function isListed(uploadId: string): Promise<boolean> {
  const { held } = (await globalThis.navigator?.locks?.query().catch(() => null)) ?? {}
  return held?.some(({ name }) => name === nameOf(uploadId)) ?? true
}
