import { describe, expect, it } from 'vitest'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'
import {
  activityOf,
  initialUploadState,
  isActive,
  isSettled,
  takesMetadata,
  transition,
  type UploadEvent,
  type UploadState,
} from '../../../../component/engine/upload/upload-state.ts'
import { completedUpload } from '../fake-upload-api.ts'

const error = new UploadError('network', 'broken', { retryable: true })
const object = completedUpload('1')

const STATES = {
  manual: { status: 'queued', waitsFor: 'visitor' },
  queued: { status: 'queued', waitsFor: 'slot' },
  preparing: { status: 'preparing' },
  uploading: { status: 'uploading', bytesSent: 10 },
  paused: { status: 'paused', by: 'visitor' },
  held: { status: 'paused', by: 'network' },
  completing: { status: 'completing' },
  processing: { status: 'processing', object },
  ready: { status: 'ready', object, result: { kind: 'none' } },
  unprocessed: { status: 'ready', object, result: { kind: 'failed', error } },
  failed: { status: 'failed', error },
  canceled: { status: 'canceled' },
  removed: { status: 'removed' },
} satisfies Record<string, UploadState>

type StateName = keyof typeof STATES

const EVENTS = {
  release: { type: 'release' },
  start: { type: 'start' },
  prepared: { type: 'prepared' },
  progressed: { type: 'progressed', bytesSent: 20 },
  stored: { type: 'stored' },
  missed: { type: 'missed' },
  completed: { type: 'completed', object },
  processed: { type: 'processed', result: { kind: 'none' } },
  unprocessed: { type: 'processed', result: { kind: 'failed', error } },
  errored: { type: 'errored', error },
  pause: { type: 'pause', by: 'visitor' },
  hold: { type: 'pause', by: 'network' },
  resume: { type: 'resume' },
  retry: { type: 'retry' },
  cancel: { type: 'cancel' },
  remove: { type: 'remove' },
} satisfies Record<string, UploadEvent>

type EventName = keyof typeof EVENTS

/** Every transition there is; all other cells of the table must keep the state. */
const TRANSITIONS: Record<StateName, Partial<Record<EventName, StateName>>> = {
  manual: {
    release: 'queued',
    start: 'preparing',
    pause: 'paused',
    hold: 'held',
    cancel: 'canceled',
    remove: 'removed',
  },
  queued: { start: 'preparing', pause: 'paused', hold: 'held', cancel: 'canceled', remove: 'removed' },
  preparing: {
    prepared: 'uploading',
    stored: 'completing',
    errored: 'failed',
    pause: 'paused',
    hold: 'held',
    cancel: 'canceled',
    remove: 'removed',
  },
  uploading: {
    progressed: 'uploading',
    stored: 'completing',
    errored: 'failed',
    pause: 'paused',
    hold: 'held',
    cancel: 'canceled',
    remove: 'removed',
  },
  paused: { resume: 'queued', cancel: 'canceled', remove: 'removed' },
  held: { pause: 'paused', resume: 'queued', cancel: 'canceled', remove: 'removed' },
  completing: { completed: 'processing', missed: 'preparing', errored: 'failed', remove: 'removed' },
  processing: { processed: 'ready', unprocessed: 'unprocessed', errored: 'failed', remove: 'removed' },
  ready: { remove: 'removed' },
  unprocessed: { retry: 'processing', remove: 'removed' },
  failed: { retry: 'queued', cancel: 'canceled', remove: 'removed' },
  canceled: { remove: 'removed' },
  removed: {},
}

const names = Object.keys(STATES) as StateName[]
const cells = names.flatMap((name) =>
  (Object.keys(EVENTS) as EventName[]).map((event) => ({ name, event, next: TRANSITIONS[name][event] })),
)

describe('the state table', () => {
  it.each(cells.filter(({ next }) => next !== undefined))('$name goes on $event to $next', (cell) => {
    const { name, event, next } = cell
    const after = transition(STATES[name], EVENTS[event])
    const expected = next === undefined ? undefined : STATES[next]
    if (event === 'progressed') expect(after).toEqual({ status: 'uploading', bytesSent: 20 })
    else if (event === 'prepared') expect(after).toEqual({ status: 'uploading', bytesSent: 0 })
    else expect(after).toEqual(expected)
  })

  it.each(cells.filter(({ next }) => next === undefined))(
    '$name stays the same object on $event',
    ({ name, event }) => expect(transition(STATES[name], EVENTS[event])).toBe(STATES[name]),
  )
})

it('takes bytes back that were sent and lost', () => {
  const after = transition(STATES.uploading, { type: 'progressed', bytesSent: 3 })
  expect(after).toEqual({ status: 'uploading', bytesSent: 3 })
})

it('keeps the same object when progress brings no byte', () => {
  expect(transition(STATES.uploading, { type: 'progressed', bytesSent: 10 })).toBe(STATES.uploading)
})

it('processes a stored upload again only where that may help', () => {
  const permanent = new UploadError('not-an-image', 'no')
  const state: UploadState = { ...STATES.unprocessed, result: { kind: 'failed', error: permanent } }
  expect(transition(state, EVENTS.retry)).toBe(state)
})

it('starts by itself, or waits for the visitor', () => {
  expect([initialUploadState('automatic'), initialUploadState('manual')]).toEqual([
    STATES.queued,
    STATES.manual,
  ])
})

it('tells the scheduler what happens by itself', () => {
  expect(names.filter((name) => activityOf(STATES[name]) === 'waiting')).toEqual(['queued'])
  expect(names.filter((name) => activityOf(STATES[name]) === 'held')).toEqual(['held'])
  expect(names.filter((name) => activityOf(STATES[name]) === 'active')).toEqual([
    'preparing',
    'uploading',
    'completing',
    'processing',
  ])
})

it('takes metadata except while the completion is asked for, and after the end', () => {
  expect(names.filter((name) => takesMetadata(STATES[name]))).toEqual([
    'manual',
    'queued',
    'preparing',
    'uploading',
    'paused',
    'held',
    'processing',
    'ready',
    'unprocessed',
    'failed',
  ])
})

it('is never active and settled at once', () => {
  for (const state of Object.values(STATES)) {
    if (state.status === 'removed') continue
    expect(isActive(state.status) && isSettled(state.status), state.status).toBe(false)
  }
})

it('reaches an end from every state', () => {
  for (const start of names) {
    const seen = new Set<StateName>([start])
    for (const name of seen) for (const next of Object.values(TRANSITIONS[name])) seen.add(next)
    expect(seen, start).toContain('removed')
  }
})

it('stays within the table on ten thousand random events', () => {
  let seed = 7
  const draw = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % n
  }
  const all = Object.values(EVENTS)
  const statuses = new Set(Object.values(STATES).map(({ status }) => status))
  let state = initialUploadState('manual')
  for (let step = 0; step < 10_000; step += 1) {
    state = transition(state, all[draw(all.length)] ?? EVENTS.start)
    expect(statuses).toContain(state.status)
    if (state.status === 'removed' || state.status === 'canceled') state = initialUploadState('manual')
  }
})
