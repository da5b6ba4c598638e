/** Stores and topics that accept a request and never respond. */
import { expect, it } from 'vitest'
import { outcome, publishBatchAnswer, scene } from '../support/scripted-aws.ts'
import { large, storeScene } from '../support/scripted-store.ts'
import { photo } from '../support/upload-service.ts'

// In parallel, because each case waits for a deadline.
it('costs a batch one deadline, and the other files go on', async () => {
  const timed = async (work: Promise<unknown[]>) => {
    const started = Date.now()
    const results = await work
    return { results, ms: Date.now() - started }
  }
  const [store, topic, begin, assembly] = await Promise.all([
    timed(completeOnSilentStore()),
    timed(completeOnSilentTopic()),
    timed(beginOnSilentStore()),
    timed(assembleOnSilentStore()),
  ])
  expect(store.results).toEqual([...Array(7).fill('ok'), ...Array(33).fill('storage-unavailable')])
  expect(topic.results).toEqual([...Array(10).fill('ok'), ...Array(2).fill('publish-failed')])
  expect(begin.results).toEqual([...Array(40).fill('storage-unavailable'), 'ok'])
  expect(assembly.results).toEqual(['assembling'])
  expect(store.ms).toBeLessThan(16_000)
  expect(topic.ms).toBeLessThan(15_000)
  expect(begin.ms).toBeLessThan(16_000)
  expect(assembly.ms).toBeLessThan(12_000)
})

async function completeOnSilentStore() {
  let silent: string[] = []
  const { grants, complete } = await scene({
    head: (usual, { url }) => (silent.some((id) => url.includes(id)) ? 'hang' : usual),
  })
  const granted = await grants(40)
  // More than the concurrency limit, so deadlines for each item would add up.
  silent = granted.slice(7).map(({ id }) => id)
  return (await complete(granted.map(({ ticket }) => ({ ticket })))).map(outcome)
}

async function completeOnSilentTopic() {
  let last = ''
  const { grants, complete } = await scene({
    publish: (request) => (request.body.includes(last) ? 'hang' : publishBatchAnswer(request)),
  })
  const [early, ...granted] = await grants(13)
  // The SDK is loaded with the first event; that is not part of the deadline.
  last = 'nothing'
  await complete([{ ticket: early?.ticket }])
  last = granted[11]?.id ?? ''
  return (await complete(granted.map(({ ticket }) => ({ ticket })))).map(outcome)
}

async function beginOnSilentStore() {
  const { presign } = await storeScene({ create: () => 'hang' })
  const uploads = await presign([...Array(40).fill(large), photo])
  return uploads.map((upload) => (upload.ok ? 'ok' : upload.error.code))
}

/** The longest wait: S3 may need minutes for thousands of parts. */
async function assembleOnSilentStore() {
  const { grant, complete } = await storeScene({ complete: () => 'hang' })
  const { ticket } = await grant()
  return (await complete(ticket)).map(outcome)
}
