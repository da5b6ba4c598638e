/**
 * The life of one upload as one value and one pure transition function.
 *
 * Owns: which states exist and which event leads where. Does not own: effects (upload.ts performs them), or what S3 has
 * (delivery-state.ts). Files that break the rules never become uploads.
 *
 * A blank cell of the table returns the same object, so "nothing changed" is an identity test.
 */
import type { CompletedUpload } from '../../protocol.ts'
import type { ProcessingResult } from './processing-result.ts'
import type { StoredFile } from './stored-file.ts'
import type { UploadError } from './upload-error.ts'

export type UploadState =
  /** `visitor`: in manual mode, until `upload()`. `slot`: starts in its turn. */
  | { readonly status: 'queued'; readonly waitsFor: 'visitor' | 'slot' }
  /** Asking the API for a plan, then waiting for a free connection. */
  | { readonly status: 'preparing' }
  | { readonly status: 'uploading'; readonly bytesSent: number }
  /** `network`: continues by itself when the network is back. */
  | { readonly status: 'paused'; readonly by: 'visitor' | 'network' }
  /** S3 has the bytes; the API verifies and announces them. */
  | { readonly status: 'completing' }
  /** Verified and announced; the Lambda has not answered yet. */
  | { readonly status: 'processing'; readonly object: CompletedUpload }
  | { readonly status: 'ready'; readonly object: CompletedUpload; readonly result: ProcessingResult }
  | { readonly status: 'failed'; readonly error: UploadError }
  | { readonly status: 'canceled' }
  /** Of an earlier visit: not uploaded here. The list shows it as `ready`. */
  | { readonly status: 'stored'; readonly file: StoredFile }
  /** Out of the list. A completion under way still ends, without an event. */
  | { readonly status: 'removed' }

/** Statuses of uploads as the list shows them. */
export type UploadStatus = Exclude<UploadState['status'], 'stored' | 'removed'>

/** Commands are in the present tense, facts in the past tense. */
export type UploadEvent =
  | { readonly type: 'release' }
  | { readonly type: 'start' }
  | { readonly type: 'prepared' }
  | { readonly type: 'progressed'; readonly bytesSent: number }
  | { readonly type: 'stored' }
  /** S3 does not have it after all. */
  | { readonly type: 'missed' }
  | { readonly type: 'completed'; readonly object: CompletedUpload }
  | { readonly type: 'processed'; readonly result: ProcessingResult }
  | { readonly type: 'errored'; readonly error: UploadError }
  /** The page knows other facts of a stored file. */
  | { readonly type: 'described'; readonly file: StoredFile }
  | { readonly type: 'pause'; readonly by: 'visitor' | 'network' }
  | { readonly type: 'resume' }
  | { readonly type: 'retry' }
  | { readonly type: 'cancel' }
  | { readonly type: 'remove' }

interface Row<S extends UploadState> {
  /** Whether metadata can be set: not while a completion may or may not carry it. */
  readonly takesMetadata: boolean
  readonly on: {
    [E in UploadEvent['type']]?: (state: S, event: Extract<UploadEvent, { type: E }>) => UploadState
  }
}

type StateTable = { readonly [S in UploadState['status']]: Row<Extract<UploadState, { status: S }>> }

const QUEUED: UploadState = { status: 'queued', waitsFor: 'slot' }
const QUEUED_FOR_VISITOR: UploadState = { status: 'queued', waitsFor: 'visitor' }
const toQueued = () => QUEUED
const toPreparing = (): UploadState => ({ status: 'preparing' })
const toCompleting = (): UploadState => ({ status: 'completing' })
const toPaused = (_: UploadState, { by }: { by: 'visitor' | 'network' }): UploadState => ({
  status: 'paused',
  by,
})
const toCanceled = (): UploadState => ({ status: 'canceled' })
const toRemoved = (): UploadState => ({ status: 'removed' })
const toFailed = (_: UploadState, { error }: { error: UploadError }): UploadState => ({
  status: 'failed',
  error,
})

const TABLE: StateTable = {
  queued: {
    takesMetadata: true,
    on: {
      release: (state) => (state.waitsFor === 'slot' ? state : QUEUED),
      start: toPreparing,
      pause: toPaused,
      cancel: toCanceled,
      remove: toRemoved,
    },
  },
  preparing: {
    takesMetadata: true,
    on: {
      prepared: () => ({ status: 'uploading', bytesSent: 0 }),
      // A retry may find the bytes already at S3.
      stored: toCompleting,
      errored: toFailed,
      pause: toPaused,
      cancel: toCanceled,
      remove: toRemoved,
    },
  },
  uploading: {
    takesMetadata: true,
    on: {
      // Goes back where a request was refused or lost: S3 has nothing of it.
      progressed: (state, { bytesSent }) =>
        bytesSent === state.bytesSent ? state : { status: 'uploading', bytesSent },
      stored: toCompleting,
      errored: toFailed,
      pause: toPaused,
      cancel: toCanceled,
      remove: toRemoved,
    },
  },
  paused: {
    takesMetadata: true,
    on: {
      // A visitor's pause outlasts that of the network.
      pause: (state, { by }) => (state.by === by || by === 'network' ? state : { status: 'paused', by }),
      // Back through the queue, so that one scheduler bounds what runs.
      resume: toQueued,
      cancel: toCanceled,
      remove: toRemoved,
    },
  },
  // Not cancelable: the object exists and may already be announced.
  completing: {
    takesMetadata: false,
    on: {
      completed: (_, { object }) => ({ status: 'processing', object }),
      missed: toPreparing,
      errored: toFailed,
      remove: toRemoved,
    },
  },
  processing: {
    takesMetadata: true,
    on: {
      processed: ({ object }, { result }) => ({ status: 'ready', object, result }),
      // Processing is tried again, and the object is gone.
      errored: toFailed,
      remove: toRemoved,
    },
  },
  ready: {
    takesMetadata: true,
    on: {
      retry: (state) => (isReprocessable(state) ? { status: 'processing', object: state.object } : state),
      remove: toRemoved,
    },
  },
  failed: { takesMetadata: true, on: { retry: toQueued, cancel: toCanceled, remove: toRemoved } },
  canceled: { takesMetadata: false, on: { remove: toRemoved } },
  stored: {
    takesMetadata: true,
    on: {
      described: (state, { file }) => (isSame(state.file, file) ? state : { status: 'stored', file }),
      remove: toRemoved,
    },
  },
  removed: { takesMetadata: false, on: {} },
}

export function initialUploadState(start: 'automatic' | 'manual'): UploadState {
  return start === 'automatic' ? QUEUED : QUEUED_FOR_VISITOR
}

/** The status that the list shows. */
export function statusOf({ status }: UploadState): UploadStatus {
  // A removed upload gets no more events; its snapshots are asked for by its own run alone.
  if (status === 'removed') return 'canceled'
  return status === 'stored' ? 'ready' : status
}

/** The next state, or the same object where the event means nothing in this state. */
export function transition<E extends UploadEvent>(state: UploadState, event: E): UploadState {
  // Each cell is typed by its row and column; a lookup by two unions is not, hence the widening.
  const move = TABLE[state.status].on[event.type] as ((s: UploadState, e: E) => UploadState) | undefined
  return move === undefined ? state : move(state, event)
}

export function takesMetadata({ status }: UploadState): boolean {
  return TABLE[status].takesMetadata
}

/** Whether what could not be made of a stored upload may be tried again. */
function isReprocessable({ result }: Extract<UploadState, { status: 'ready' }>): boolean {
  return result.kind === 'failed' && result.error.retryable
}

/** Frameworks give the same facts again and again, in new objects. */
function isSame(before: StoredFile, after: StoredFile): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}

/**
 * What the scheduler needs to know of a state: `waiting` for its turn, `active` while bytes or responses are under way,
 * `held` until the network is back, `idle` while nothing happens by itself.
 */
export type Activity = 'waiting' | 'active' | 'held' | 'idle'

export function activityOf(state: UploadState): Activity {
  switch (state.status) {
    case 'queued':
      return state.waitsFor === 'slot' ? 'waiting' : 'idle'
    case 'paused':
      return state.by === 'network' ? 'held' : 'idle'
    default:
      return isActive(statusOf(state)) ? 'active' : 'idle'
  }
}

/** Whether the status changes only by a command. */
export function isSettled(status: UploadStatus): boolean {
  return status === 'ready' || status === 'failed' || status === 'canceled'
}

/** Whether bytes or responses are under way. */
export function isActive(status: UploadStatus): boolean {
  return (
    status === 'preparing' || status === 'uploading' || status === 'completing' || status === 'processing'
  )
}
