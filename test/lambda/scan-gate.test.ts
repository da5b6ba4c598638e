import { describe, expect, it } from 'vitest'
import { sqsEvent } from './support/run-handler.ts'
import { jpeg, uploaded } from './support/uploaded-job.ts'

const TAG = 'GuardDutyMalwareScanStatus'
const guarded = () => uploaded(jpeg, 'image/jpeg', { REQUIRE_SCAN: 'guardduty' })

describe('an upload that must be scanned', () => {
  it('waits until it is, and is not read before', async () => {
    const { handler, store, event, lines } = await guarded()
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
    expect(store.calls).not.toContain('open incoming/u1')
    expect(lines.at(-1)).toMatchObject({ event: 'image-error', error: 'ScanPendingError' })
    expect(store.json('derived/u1/manifest.json').state).toBe('processing')
    store.tagsOf.set('incoming/u1', { [TAG]: 'NO_THREATS_FOUND', team: 'a' })
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [] })
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
  })

  it('is refused for good with a threat in it', async () => {
    const { handler, store, event } = await guarded()
    store.tagsOf.set('incoming/u1', { [TAG]: 'THREATS_FOUND' })
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [] })
    expect(store.json('derived/u1/manifest.json')).toMatchObject({
      state: 'failed',
      code: 'malware-found',
      retryable: false,
    })
    expect(store.calls).not.toContain('open incoming/u1')
  })

  it.each(['UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'])(
    'is not processed after a scan that ended with %s',
    async (status) => {
      const { handler, store, event, lines } = await guarded()
      store.tagsOf.set('incoming/u1', { [TAG]: status })
      expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
      expect(lines.at(-1)?.detail).toContain(status)
      expect(store.calls).not.toContain('open incoming/u1')
    },
  )

  it('that was deleted is missing', async () => {
    const { handler, store, event } = await guarded()
    store.objects.delete('uploads/incoming/u1')
    await handler(sqsEvent(event))
    expect(store.json('derived/u1/manifest.json')).toMatchObject({ code: 'source-missing' })
  })
})

describe('an upload that need not be scanned', () => {
  it('costs no request for its tags', async () => {
    const { handler, store, event } = await uploaded()
    await handler(sqsEvent(event))
    expect(store.calls.filter((call) => call.startsWith('tags'))).toEqual([])
  })
})
