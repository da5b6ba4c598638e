import { describe, expect, it } from 'vitest'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'
import {
  can,
  initialUploadState,
  isActive,
  isSettled,
  transition,
  type UploadEvent,
  type UploadState,
  type UploadStatus,
} from '../../../../component/engine/upload/upload-state.ts'
import { completedUpload } from '../fake-upload-api.ts'

const error = new UploadError('network', 'broken')
const object = completedUpload('1')

const states: Record<UploadStatus, UploadState> = {
  queued: { status: 'queued' },
  preparing: { status: 'preparing' },
  uploading: { status: 'uploading', bytesSent: 10 },
  paused: { status: 'paused' },
  completing: { status: 'completing' },
  processing: { status: 'processing', object },
  ready: { status: 'ready', object, result: null },
  failed: { status: 'failed', error },
  canceled: { status: 'canceled' },
}

const events: Record<UploadEvent['type'], UploadEvent> = {
  start: { type: 'start' },
  prepared: { type: 'prepared' },
  progressed: { type: 'progressed', bytesSent: 20 },
  stored: { type: 'stored' },
  missed: { type: 'missed' },
  completed: { type: 'completed', object },
  processed: { type: 'processed', result: null },
  errored: { type: 'errored', error },
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  retry: { type: 'retry' },
  cancel: { type: 'cancel' },
}

/** Every move there is; all other cells of the table must leave the state as it is. */
const moves: Record<UploadStatus, Partial<Record<UploadEvent['type'], UploadStatus>>> = {
  queued: { start: 'preparing', pause: 'paused', cancel: 'canceled' },
  preparing: {
    prepared: 'uploading',
    stored: 'completing',
    errored: 'failed',
    pause: 'paused',
    cancel: 'canceled',
  },
  uploading: {
    progressed: 'uploading',
    stored: 'completing',
    errored: 'failed',
    pause: 'paused',
    cancel: 'canceled',
  },
  paused: { resume: 'queued', cancel: 'canceled' },
  completing: { completed: 'processing', missed: 'preparing', errored: 'failed' },
  processing: { processed: 'ready', errored: 'failed' },
  ready: {},
  failed: { retry: 'queued', cancel: 'canceled' },
  canceled: {},
}

const cells = Object.values(states).flatMap((state) =>
  Object.values(events).map((event) => ({ state, event, next: moves[state.status][event.type] })),
)

describe('the state table', () => {
  it('has a cell for each of nine states and twelve events', () => expect(cells).toHaveLength(108))

  it.each(cells.filter((cell) => cell.next !== undefined))(
    '$state.status goes on $event.type to $next',
    ({ state, event, next }) => expect(transition(state, event).status).toBe(next),
  )

  it.each(cells.filter((cell) => cell.next === undefined))(
    '$state.status stays the same object on $event.type',
    ({ state, event }) => expect(transition(state, event)).toBe(state),
  )
})

it('keeps the same object when progress brings no byte', () => {
  const state: UploadState = { status: 'uploading', bytesSent: 10 }
  expect(transition(state, { type: 'progressed', bytesSent: 10 })).toBe(state)
})

it('carries what the view needs into the last states', () => {
  expect(transition(states.uploading, events.errored)).toEqual({ status: 'failed', error })
  expect(transition(states.completing, events.completed)).toEqual({ status: 'processing', object })
  expect(transition(states.processing, events.processed)).toEqual({ status: 'ready', object, result: null })
})

it('offers a command exactly where it moves something', () => {
  for (const status of Object.keys(states) as UploadStatus[]) {
    for (const command of ['pause', 'resume', 'retry', 'cancel'] as const) {
      expect(can(status, command), `${command} in ${status}`).toBe(moves[status][command] !== undefined)
    }
  }
})

it('is never active and settled at once', () => {
  for (const status of Object.keys(states) as UploadStatus[]) {
    expect(isActive(status) && isSettled(status), status).toBe(false)
  }
})

it('reaches an end from every state on some path', () => {
  const ends = new Set<UploadStatus>(['ready', 'failed', 'canceled'])
  for (const start of Object.keys(states) as UploadStatus[]) {
    const seen = new Set<UploadStatus>([start])
    for (const status of seen) for (const next of Object.values(moves[status])) seen.add(next)
    expect(
      [...seen].some((status) => ends.has(status)),
      start,
    ).toBe(true)
  }
})

it('stays within the table on ten thousand random events', () => {
  let seed = 7
  const draw = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % n
  }
  const all = Object.values(events)
  let state = initialUploadState
  for (let step = 0; step < 10_000; step += 1) {
    const event = all[draw(all.length)] ?? events.start
    const next = transition(state, event)
    if (next !== state) expect(moves[state.status][event.type]).toBe(next.status)
    // Ends are final, so begin again.
    state = next.status === 'ready' || next.status === 'canceled' ? initialUploadState : next
  }
})
