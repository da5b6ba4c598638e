import type { UploadApi } from './api/upload-api.ts'
import type { FileHandles } from './resume/file-handle.ts'
import type { SessionStore } from './resume/session-store.ts'
import type { UploadLocks } from './resume/upload-lock.ts'
import type { Transport } from './storage/transport.ts'
import type { Connectivity } from './upload/connectivity.ts'

/** What an uploader works with; all but the first two have defaults. */
export interface UploaderPorts {
  api: UploadApi
  transport: Transport
  /** Where events are dispatched. Default: the uploader itself. */
  target?: EventTarget
  /** Where uploads are written down so that a reload loses nothing. Default: nowhere. */
  sessions?: SessionStore
  /** Default: Web Locks. */
  locks?: UploadLocks
  /** Where files came from, for those that are not given as handles. Default: unknown. */
  handles?: FileHandles
  /** Names the backend in what is written down. Default: `''`. */
  scope?: () => string
  /** Names the place on the site that interrupted uploads are offered at again. Default: `''`. */
  place?: () => string
  /** Default: the browser's own word. */
  connectivity?: Connectivity
  /** Milliseconds of a monotonic clock. Default: `performance.now`. */
  now?: () => number
  /** Uniform in [0, 1). Default: `Math.random`. */
  random?: () => number
}
