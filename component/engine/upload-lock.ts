/** Makes sure that one upload is carried by one tab. */
export interface UploadLocks {
  /** Resolves with what gives the lock back, or with null where another tab has it. */
  acquire(uploadId: string): Promise<(() => void) | null>
  /** Whether some tab, this one included, carries it now, or may: where nobody can tell, it may. */
  isHeld(uploadId: string): Promise<boolean>
}

const nameOf = (uploadId: string) => `s3-uploader ${uploadId}`

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
    const { held } = (await globalThis.navigator?.locks?.query().catch(() => null)) ?? {}
    return held?.some(({ name }) => name === nameOf(uploadId)) ?? true
  },
}
