/**
 * The life of one upload as one value and one pure transition function.
 *
 * Owns: which states exist and which event leads where. Does not own: effects (upload.ts performs them), or what
 * survives a pause or a retry (the session in upload.ts). Files that break the rules never become uploads.
 *
 * A blank cell of the table returns the same object, so "nothing changed" is an identity test.
 */
import type { CompletedUpload, ReadyStatus } from '../../protocol.ts'
import type { UploadError } from './upload-error.ts'

export type UploadState =
  | { readonly status: 'queued' }
  /** Asking the API for a plan, then waiting for a free connection. */
  | { readonly status: 'preparing' }
  | { readonly status: 'uploading'; readonly bytesSent: number }
  | { readonly status: 'paused' }
  /** S3 has the bytes; the API verifies and announces them. */
  | { readonly status: 'completing' }
  /** Verified and announced; the Lambda has not answered yet. */
  | { readonly status: 'processing'; readonly object: CompletedUpload }
  | { readonly status: 'ready'; readonly object: CompletedUpload; readonly result: ReadyStatus | null }
  | { readonly status: 'failed'; readonly error: UploadError }
  | { readonly status: 'canceled' }

export type UploadStatus = UploadState['status']

/** Commands are in the present tense, facts in the past tense. */
export type UploadEvent =
  | { readonly type: 'start' }
  | { readonly type: 'prepared' }
  | { readonly type: 'progressed'; readonly bytesSent: number }
  | { readonly type: 'stored' }
  /** S3 does not have it after all. */
  | { readonly type: 'missed' }
  | { readonly type: 'completed'; readonly object: CompletedUpload }
  /** `result` is null where nobody waits for variants. */
  | { readonly type: 'processed'; readonly result: ReadyStatus | null }
  | { readonly type: 'errored'; readonly error: UploadError }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'retry' }
  | { readonly type: 'cancel' }

type Moves = {
  [S in UploadStatus]: {
    [E in UploadEvent['type']]?: (
      state: Extract<UploadState, { status: S }>,
      event: Extract<UploadEvent, { type: E }>,
    ) => UploadState
  }
}

const queued: UploadState = { status: 'queued' }
const toQueued = () => queued
const toPreparing = (): UploadState => ({ status: 'preparing' })
const toCompleting = (): UploadState => ({ status: 'completing' })
const toPaused = (): UploadState => ({ status: 'paused' })
const toCanceled = (): UploadState => ({ status: 'canceled' })
const toFailed = (_: UploadState, event: { error: UploadError }): UploadState => ({
  status: 'failed',
  error: event.error,
})

const moves: Moves = {
  queued: { start: toPreparing, pause: toPaused, cancel: toCanceled },
  preparing: {
    prepared: () => ({ status: 'uploading', bytesSent: 0 }),
    // A retry may find the bytes already at S3.
    stored: toCompleting,
    errored: toFailed,
    pause: toPaused,
    cancel: toCanceled,
  },
  uploading: {
    // A part that is sent again was counted before: what is shown never goes back.
    progressed: (state, { bytesSent }) =>
      bytesSent <= state.bytesSent ? state : { status: 'uploading', bytesSent },
    stored: toCompleting,
    errored: toFailed,
    pause: toPaused,
    cancel: toCanceled,
  },
  // Back through the queue, so that one gate bounds what runs.
  paused: { resume: toQueued, cancel: toCanceled },
  // Not cancelable: the object exists and may already be announced.
  completing: {
    completed: (_, { object }) => ({ status: 'processing', object }),
    missed: toPreparing,
    errored: toFailed,
  },
  processing: {
    processed: (state, { result }) => ({ status: 'ready', object: state.object, result }),
    errored: toFailed,
  },
  ready: {},
  failed: { retry: toQueued, cancel: toCanceled },
  canceled: {},
}

export const initialUploadState: UploadState = queued

/** The next state, or the same object where the event means nothing in this state. */
export function transition<E extends UploadEvent>(state: UploadState, event: E): UploadState {
  // The table is typed per cell; the lookup by two unions is not, hence the one widening here.
  const move = moves[state.status][event.type] as ((s: UploadState, e: E) => UploadState) | undefined
  return move === undefined ? state : move(state, event)
}

/** Whether a command would change anything: the only question the view asks before it shows a button. */
export function can(status: UploadStatus, command: 'pause' | 'resume' | 'retry' | 'cancel'): boolean {
  return command in moves[status]
}

/** Whether the engine has nothing left to do for it unless somebody asks. */
export function isSettled(status: UploadStatus): boolean {
  return status === 'ready' || status === 'failed' || status === 'canceled'
}

/** Whether bytes or answers are under way. */
export function isActive(status: UploadStatus): boolean {
  return (
    status === 'preparing' || status === 'uploading' || status === 'completing' || status === 'processing'
  )
}
