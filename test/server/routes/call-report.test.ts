import { expect, it } from 'vitest'
import type { CallReport } from '../../../server/index.ts'
import { scene } from '../support/scripted-aws.ts'
import { photo, uploadService } from '../support/upload-service.ts'

it('reports every call with its items, also those of status 200 that all failed', async () => {
  const reports: CallReport[] = []
  const { request, post } = uploadService({ onCall: (report) => reports.push(report) })
  await request('/config')
  await post('/presign', { files: [photo, { ...photo, size: 0 }] })
  await post('/complete', { uploads: [{ ticket: 'x' }, { ticket: 'y' }] })
  await post('/presign', { files: [photo] }, { 'x-user': '' })
  await post('/nothing', {})
  const usual = { durationMs: expect.any(Number), route: null, succeeded: 0, failed: {} }
  expect(reports).toEqual([
    { ...usual, call: 'config', status: 200, subject: null },
    {
      ...usual,
      call: 'presign',
      status: 200,
      subject: 'ann',
      route: 'default',
      succeeded: 1,
      failed: { 'file-too-small': 1 },
    },
    { ...usual, call: 'complete', status: 200, subject: 'ann', failed: { 'ticket-invalid': 2 } },
    { ...usual, call: 'presign', status: 401, subject: null },
    { ...usual, call: 'nothing', status: 404, subject: null },
  ])
})

it('does not fail with its hook', async () => {
  const { post } = uploadService({
    onCall: () => {
      throw new Error('no metrics')
    },
  })
  expect((await post('/presign', { files: [photo] })).status).toBe(200)
})

it('logs a hundred failures of one reason once, with their number', async () => {
  const { grants, complete, failures } = await scene({ head: () => ({ status: 403 }) })
  const granted = await grants(100)
  await complete(granted.map(({ ticket }) => ({ ticket })))
  expect(failures).toMatchObject([
    { code: 'storage-denied', count: 100, hint: expect.stringContaining('s3:ListBucket') },
  ])
})
