import { expect, it, vi } from 'vitest'
import { UploadsForm } from '../../../component/form/uploads-form.ts'
import { english } from '../english.ts'

it('knows the number of files without a look at each of them: it is asked for every event', () => {
  const uploads = vi.fn(() => [])
  const form = new UploadsForm({
    host: Object.assign(new EventTarget(), { name: null }) as never,
    internals: {} as never,
    uploads,
    count: () => 10_000,
    checking: () => 0,
    messages: () => english,
    validate: () => {},
    busy: () => false,
    setStored: () => {},
    clear: () => {},
  })
  expect(form.count).toBe(10_000)
  expect(uploads).not.toHaveBeenCalled()
})
