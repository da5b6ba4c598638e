import { describe, expect, it } from 'vitest'
import { MetricsRecorder } from '../../../../component/engine/queue/metrics-recorder.ts'
import { uploadTotals } from '../../../../component/engine/queue/upload-totals.ts'
import type { Upload } from '../../../../component/engine/upload/upload.ts'
import type { UploadSnapshot } from '../../../../component/engine/upload/upload-snapshot.ts'

const upload = (part: Partial<UploadSnapshot>) =>
  ({ size: 100, bytesSent: 0, status: 'queued', waiting: null, ...part }) as UploadSnapshot

describe('all uploads together', () => {
  it('are weighted by bytes, not by files', () => {
    expect(
      uploadTotals(
        [
          upload({ size: 1000, bytesSent: 100, status: 'uploading' }),
          upload({ size: 10, bytesSent: 10, status: 'ready' }),
          upload({ size: 90, bytesSent: 0, status: 'uploading' }),
        ],
        [
          { atMs: 0, bytesSent: 20 },
          { atMs: 1000, bytesSent: 110 },
        ],
      ),
    ).toMatchObject({
      count: 3,
      counts: { ready: 1, uploading: 2, failed: 0 },
      size: 1100,
      bytesSent: 110,
      bytesPerSecond: 90,
      secondsLeft: 11,
    })
  })

  it('leave out canceled uploads, and expect no bytes of failed ones', () => {
    expect(
      uploadTotals(
        [
          upload({ status: 'canceled', size: 5000 }),
          upload({ status: 'failed', size: 900, bytesSent: 300 }),
          upload({ status: 'uploading', bytesSent: 50 }),
        ],
        [
          { atMs: 0, bytesSent: 300 },
          { atMs: 2000, bytesSent: 350 },
        ],
      ),
    ).toMatchObject({
      count: 2,
      counts: { canceled: 1, failed: 1, uploading: 1 },
      size: 1000,
      bytesSent: 350,
      secondsLeft: 2,
    })
  })

  it('are zero without uploads, and have no time left while the rate is unknown', () => {
    expect(uploadTotals([])).toMatchObject({ count: 0, size: 0, bytesPerSecond: null, secondsLeft: null })
    expect(uploadTotals([upload({})])).toMatchObject({ secondsLeft: null })
    expect(uploadTotals([upload({ status: 'ready', bytesSent: 100 })])).toMatchObject({ secondsLeft: null })
  })
})

describe('the time of one upload', () => {
  it('is added up by status, with retries and pauses', () => {
    let now = 0
    const recorder = new MetricsRecorder(() => now)
    const subject = { status: 'queued' } as { status: Upload['status'] }
    const watched = subject as Upload
    recorder.added(watched)
    const steps: [number, Upload['status']][] = [
      [5, 'preparing'],
      [10, 'uploading'],
      [30, 'paused'],
      [1000, 'queued'],
      [1, 'preparing'],
      [2, 'uploading'],
      [40, 'completing'],
      [7, 'processing'],
      [8, 'ready'],
    ]
    let metrics: ReturnType<MetricsRecorder['transitioned']>
    for (const [ms, next] of steps) {
      expect(metrics).toBeUndefined()
      now += ms
      const before = subject.status
      subject.status = next
      if (next === 'completing') recorder.retried(watched)
      metrics = recorder.transitioned(watched, before)
    }
    expect(metrics).toEqual({
      milliseconds: { queued: 6, preparing: 12, uploading: 70, paused: 1000, completing: 7, processing: 8 },
      retries: 1,
    })
  })
})
