import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { policyAllowsSize } from '../../../../component/engine/storage/post-policy.ts'
import { sendFile } from '../../../../component/engine/storage/send-file.ts'
import { sha256 } from '../../../../component/engine/storage/sha256.ts'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'
import type { PostPlan } from '../../../../component/protocol.ts'
import { FakeTransport } from '../fake-transport.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const policyOf = (...conditions: unknown[]) =>
  btoa(JSON.stringify({ expiration: '2030-01-01T00:00:00Z', conditions: [{ bucket: 'b' }, ...conditions] }))

const planOf = (policy: string): PostPlan => ({
  kind: 'post',
  url: 'https://bucket.test/',
  fields: { key: 'k', Policy: policy },
})

function send(file: File, plan = planOf('')) {
  const transport = new FakeTransport()
  const run = new AbortController()
  const outcome = sendFile(file, plan, {
    transport,
    signal: run.signal,
    stallTimeoutMs: 0,
    stalls: 0,
    onProgress: () => {},
  }).catch((error: unknown) => error)
  return { run, outcome, sending: transport.at(0) }
}

const photograph = () => new File(['x'.repeat(10)], 'cat.png', { type: 'image/png' })
const broken = () => new UploadError('network', 'broken', { retryable: true })

describe('a file that S3 finds too large or too small', () => {
  it.each([
    ['EntityTooLarge', 'exactly its size', 10, 10, 'file-changed'],
    ['EntityTooSmall', 'exactly its size', 10, 10, 'file-changed'],
    ['EntityTooLarge', 'a range with its size', 0, 100, 'file-changed'],
    ['EntityTooLarge', 'less', 0, 9, 'file-too-large'],
    ['EntityTooSmall', 'more', 11, 100, 'file-too-small'],
  ])('with %s, where the policy allows %s, gets the right code', async (s3Code, _, least, most, code) => {
    const { outcome, sending } = send(photograph(), planOf(policyOf(['content-length-range', least, most])))
    sending.answer(400, `<Error><Code>${s3Code}</Code></Error>`)
    expect(await outcome).toMatchObject({ code, retryable: false })
  })

  it('is too large where the policy cannot be read', async () => {
    for (const policy of ['', '%', btoa('null'), btoa('[]'), btoa('{"conditions":{}}'), policyOf()]) {
      const { outcome, sending } = send(photograph(), planOf(policy))
      sending.answer(400, '<Error><Code>EntityTooLarge</Code></Error>')
      expect(await outcome).toMatchObject({ code: 'file-too-large' })
    }
  })

  it('finds the policy field in any letter case', () => {
    const policy = policyOf(['content-length-range', 10, 10])
    expect(policyAllowsSize({ policy }, 10)).toBe(true)
    expect(policyAllowsSize({ Policy: policy }, 11)).toBe(false)
    expect(policyAllowsSize({ key: policy }, 10)).toBe(false)
  })
})

describe('a page that is being unloaded', () => {
  beforeEach(() => {
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('no', 'NotReadableError'))
  })
  afterEach(() => vi.restoreAllMocks())

  it('reads no file, which is not reported as file-changed', async () => {
    const { outcome, sending } = send(photograph())
    const error = broken()
    sending.fail(error)
    expect(await outcome).toBe(error)
    await expect(sha256(photograph(), new AbortController().signal)).rejects.toMatchObject({
      retryable: true,
    })
  })
})

describe('a disk that does not answer', () => {
  const onDeadDisk = () => {
    const file = photograph()
    file.slice = () => Object.assign(new Blob(), { arrayBuffer: () => new Promise<ArrayBuffer>(() => {}) })
    return file
  }

  it('is waited for 5 s, and then the error stays as it was', async () => {
    const { outcome, sending } = send(onDeadDisk())
    const error = broken()
    sending.fail(error)
    let settled = false
    void outcome.then(() => {
      settled = true
    })
    await vi.advanceTimersByTimeAsync(4_999)
    expect(settled).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toBe(error)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not delay an abort', async () => {
    const { run, outcome, sending } = send(onDeadDisk())
    sending.fail(broken())
    await vi.advanceTimersByTimeAsync(10)
    const reason = new Error('paused')
    run.abort(reason)
    expect(await outcome).toBe(reason)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves no timer behind where it answers', async () => {
    const { outcome, sending } = send(photograph())
    sending.fail(broken())
    expect(await outcome).toMatchObject({ code: 'network' })
    expect(vi.getTimerCount()).toBe(0)
  })
})
