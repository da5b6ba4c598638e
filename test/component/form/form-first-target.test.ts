import { expect, it, vi } from 'vitest'
import { FormFirstTarget } from '../../../component/form/form-first-target.ts'

/** A form whose update takes `syncMs` milliseconds, and what happened in order. */
function setup(count: number, syncMs: number) {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const seen: string[] = []
  const target = new EventTarget()
  for (const type of ['upload-complete', 'upload-progress', 'uploads-idle']) {
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

it('brings the form up to date before each event but those of progress', () => {
  const { seen, dispatch } = setup(200, 10)
  for (const type of ['upload-complete', 'upload-progress', 'upload-complete', 'uploads-idle']) dispatch(type)
  expect(seen).toEqual([
    'sync',
    'upload-complete',
    'upload-progress',
    'sync',
    'upload-complete',
    'sync',
    'uploads-idle',
  ])
})

it('spends at most a twentieth of the time on a long list, but is right at the end', () => {
  const { seen, dispatch } = setup(10_000, 10)
  for (let event = 0; event < 1_000; event += 1) dispatch('upload-complete', 1)
  expect(seen.filter((step) => step === 'sync').length).toBeLessThanOrEqual(6)
  dispatch('uploads-idle')
  expect(seen.slice(-2)).toEqual(['sync', 'uploads-idle'])
})

it('tells whether the event was prevented', () => {
  const { dispatch, target } = setup(1, 0)
  target.addEventListener('upload-complete', (event) => event.preventDefault())
  expect(dispatch('upload-complete')).toBe(false)
})
