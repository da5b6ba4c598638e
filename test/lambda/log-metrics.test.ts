import { describe, expect, it } from 'vitest'
import { withMetrics } from '../../lambda/log-metrics.ts'
import { snsEvent } from './support/run-handler.ts'
import { uploaded } from './support/uploaded-job.ts'

describe('the line of a job', () => {
  it('is a metric in the embedded format of CloudWatch', async () => {
    const { handler, event, lines } = await uploaded()
    await handler(snsEvent({ ...event, requestId: 'api-7' }))
    const [line] = lines
    if (line === undefined) throw new Error('no line')
    expect(line).toMatchObject({ event: 'image-ready', apiRequestId: 'api-7' })
    const entry = withMetrics(line, 'S3Uploader', 200e6, 1_700_000_000_000)
    expect(entry).toMatchObject({
      ...line,
      Outcome: 'ready',
      Jobs: 1,
      Duration: line.durationMs,
      Memory: 200e6,
      Pixels: 80_000,
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [{ Namespace: 'S3Uploader', Dimensions: [[], ['Outcome']] }],
      },
    })
    const [directive] = JSON.parse(JSON.stringify(entry))._aws.CloudWatchMetrics
    // The format wants each metric and each dimension at the top level of the line.
    for (const { Name } of directive.Metrics) expect(entry[Name], Name).toEqual(expect.any(Number))
    for (const name of directive.Dimensions.flat()) expect(entry[name], name).toEqual(expect.any(String))
  })

  it('counts failures by code and errors without one', () => {
    const failed = { level: 'warn', event: 'image-failed', code: 'corrupt-image', durationMs: 5 } as const
    expect(withMetrics(failed, 'N', 1, 0)).toMatchObject({ Outcome: 'corrupt-image', Jobs: 1 })
    const error = { level: 'error', event: 'image-error', durationMs: 5 } as const
    expect(withMetrics(error, 'N', 1, 0)).toMatchObject({ Outcome: 'error' })
    const other = { level: 'info', event: 'message-ignored' } as const
    expect(withMetrics(other, 'N', 1, 0)).toBe(other)
  })
})
