import type { UploadLocks } from '../../../component/engine/resume/upload-lock.ts'

/** Locks of one browser: tabs that share them exclude each other. */
export class FakeLocks implements UploadLocks {
  readonly held = new Set<string>()

  async acquire(id: string) {
    if (this.held.has(id)) return null
    this.held.add(id)
    return () => this.held.delete(id)
  }

  async isHeld(id: string) {
    return this.held.has(id)
  }
}
