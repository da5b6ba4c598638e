import type { UploadApi } from './api/upload-api.ts'
import type { FileHandles } from './resume/file-handle.ts'
import { MemorySessionStore, type SessionStore } from './resume/session-store.ts'
import { type UploadLocks, webLocks } from './resume/upload-lock.ts'
import type { Transport } from './storage/transport.ts'
import { browserConnectivity, type Connectivity } from './upload/connectivity.ts'

/** Ports of an uploader; all but the first two have defaults. */
export interface UploaderPorts {
  api: UploadApi
  transport: Transport
  /** Where events are dispatched. Default: the uploader itself. */
  target?: EventTarget
  /** Where uploads are saved so that a reload loses nothing. Default: nowhere. */
  sessions?: SessionStore
  /** Default: Web Locks. */
  locks?: UploadLocks
  /** Handles of files that are added without theirs. Default: unknown. */
  handles?: FileHandles
  /** Names the endpoint in what is saved. Default: `''`. */
  scope?: () => string
  /** Names the place on the site where interrupted uploads are offered again. Default: `''`. */
  place?: () => string
  /** Default: `browserConnectivity`. */
  connectivity?: Connectivity
  /** Milliseconds of a monotonic clock. Default: `performance.now`. */
  now?: () => number
  /** Uniform in [0, 1). Default: `Math.random`. */
  random?: () => number
}

/** @param target of the events, by default */
export function withDefaults(ports: UploaderPorts, target: EventTarget): Required<UploaderPorts> {
  return {
    api: ports.api,
    transport: ports.transport,
    target: ports.target ?? target,
    sessions: ports.sessions ?? new MemorySessionStore(),
    locks: ports.locks ?? webLocks,
    handles: ports.handles ?? new WeakMap(),
    scope: ports.scope ?? (() => ''),
    place: ports.place ?? (() => ''),
    connectivity: ports.connectivity ?? browserConnectivity,
    now: ports.now ?? (() => performance.now()),
    random: ports.random ?? Math.random,
  }
}
