import { expect, it, vi } from 'vitest'
import { FormFirstTarget } from '../../../component/form/form-first-target.ts'

/** A form whose update takes `syncMs` milliseconds, and what happened in order. */
function setup(count: number, syncMs: number) {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const seen: string[] = []
  const target = new EventTarget()
  for (const type of ['upload-complete', 'upload-progress', 'upload-stored', 'uploads-idle']) {
    target.addEventListener(type, () => seen.push(type))
  }
  const sync = () => {
    now += syncMs
    seen.push('sync')
  }
  const events = new FormFirstTarget(target, { count, sync })
  const dispatch = (type: string, afterMs = 0) => {
    now += afterMs
    return events.dispatchEvent(new Event(type, { cancelable: true }))
  }
  return { seen, dispatch, target }
}

it('brings the form up to date before each event that may change it', () => {
  const { seen, dispatch } = setup(100, 10)
  const types = ['upload-complete', 'upload-progress', 'upload-stored', 'upload-complete', 'uploads-idle']
  for (const type of types) dispatch(type)
  expect(seen).toEqual([
    'sync',
    'upload-complete',
    'upload-progress',
    'upload-stored',
    'sync',
    'upload-complete',
    'sync',
    'uploads-idle',
  ])
})

it('spends at most 1/40 of the time on a long list, but is right at the end', () => {
  const { seen, dispatch } = setup(10_000, 10)
  for (let event = 0; event < 1_000; event += 1) dispatch('upload-complete', 1)
  expect(seen.filter((step) => step === 'sync').length).toBeLessThanOrEqual(4)
  dispatch('uploads-idle')
  expect(seen.slice(-2)).toEqual(['sync', 'uploads-idle'])
})

it('tells whether the event was prevented', () => {
  const { dispatch, target } = setup(1, 0)
  target.addEventListener('upload-complete', (event) => event.preventDefault())
  expect(dispatch('upload-complete')).toBe(false)
})
