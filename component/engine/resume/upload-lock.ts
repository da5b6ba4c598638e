/** Port: one upload is continued by one tab. */
export interface UploadLocks {
  /** Resolves with a function that releases the lock, or with null where another tab has it. */
  acquire(uploadId: string): Promise<(() => void) | null>
  /** Whether a tab, this one included, has the lock; true where that is unknown. */
  isHeld(uploadId: string): Promise<boolean>
}

const nameOf = (uploadId: string) => `s3-uploader ${uploadId}`

/**
 * Time until the second query, in milliseconds: Chromium keeps a page with its locks in the back/forward cache and drops
 * it, within about 25 ms, only when another page asks for them (`weblocks-contention` in `notRestoredReasons`).
 */
const DROPPED_AFTER_MS = 1000

/** Web Locks, which the browser releases when a tab crashes. Where there are none, every lock is granted. */
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
        // Refused in some embedded documents: the same as no locks.
        .catch(() => resolve(() => {}))
    })
  },
  async isHeld(uploadId) {
    // Asking for the lock itself would keep it from the tab that is about to take it.
    if (!(await isListed(uploadId))) return false
    await new Promise((resolve) => setTimeout(resolve, DROPPED_AFTER_MS))
    return isListed(uploadId)
  },
}

async function isListed(uploadId: string): Promise<boolean> {
  const { held } = (await globalThis.navigator?.locks?.query().catch(() => null)) ?? {}
  return held?.some(({ name }) => name === nameOf(uploadId)) ?? true
}
