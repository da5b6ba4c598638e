/** Uploads in parts that S3 needs longer to assemble than a request may wait. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DEADLINES } from '../../../server/upload/deadlines.ts'
import { eventsOf } from '../support/scripted-aws.ts'
import { refusal, storeScene } from '../support/scripted-store.ts'

const isComplete = { status: 200, body: '<CompleteMultipartUploadResult/>' }

const usual = { ...DEADLINES }
beforeEach(() => {
  DEADLINES.assemblyWaitMs = 200
})
afterEach(() => {
  Object.assign(DEADLINES, usual)
})

/** A store whose assembly ends when the test says so. */
async function slowStore() {
  let finish = (_answer: typeof isComplete) => {}
  const assembly = new Promise<typeof isComplete>((resolve) => {
    finish = resolve
  })
  let isThere = false
  const scene = await storeScene({
    complete: () => assembly,
    list: (usualAnswer) => (isThere ? refusal(404, 'NoSuchUpload') : usualAnswer),
    head: (usualAnswer) => (isThere ? usualAnswer : { status: 404 }),
  })
  const end = (answer = isComplete) => {
    isThere = answer === isComplete
    finish(answer)
  }
  return { ...scene, end }
}

it('answers `assembling` in time, sends one Complete, and is done when S3 is', async () => {
  const { grant, complete, asked, sns, end } = await slowStore()
  const { ticket, id } = await grant()
  for (let round = 0; round < 3; round++) {
    const [result] = await complete(ticket)
    expect(result).toMatchObject({ ok: false, id, error: { code: 'assembling', retryable: true } })
    expect(result?.ok === false && result.error.retryAfterMs).toBeGreaterThanOrEqual(3000)
  }
  expect(sns.seen).toEqual([])
  end()
  await expect.poll(() => complete(ticket)).toMatchObject([{ ok: true, id }])
  expect(asked.filter((operation) => operation === 'complete')).toHaveLength(1)
  expect(eventsOf(sns.seen)).toMatchObject([{ id }])
})

it('is joined by a request that finds it under way, and both are done', async () => {
  DEADLINES.assemblyWaitMs = 5000
  const { grant, complete, asked, end } = await slowStore()
  const { ticket } = await grant()
  const both = [complete(ticket), complete(ticket)]
  await vi.waitFor(() => expect(asked).toContain('complete'), 20_000)
  end()
  for (const result of await Promise.all(both)) expect(result).toMatchObject([{ ok: true }])
  expect(asked.filter((operation) => operation === 'complete')).toHaveLength(1)
})

it('that fails in the meantime is started again by the next request', async () => {
  const answers = [refusal(403, 'AccessDenied'), isComplete]
  let release = () => {}
  const wait = new Promise<void>((resolve) => {
    release = resolve
  })
  const { grant, complete, asked } = await storeScene({
    complete: async () => {
      await wait
      return answers.shift() ?? isComplete
    },
    list: (usualAnswer) => (answers.length === 0 ? refusal(404, 'NoSuchUpload') : usualAnswer),
    head: (usualAnswer) => (answers.length === 0 ? usualAnswer : { status: 404 }),
  })
  const { ticket } = await grant()
  expect(await complete(ticket)).toMatchObject([{ error: { code: 'assembling' } }])
  release()
  await expect.poll(() => complete(ticket)).toMatchObject([{ ok: true }])
  expect(asked.filter((operation) => operation === 'complete')).toHaveLength(2)
})
