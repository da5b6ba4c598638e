import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkFile } from '../../../../component/engine/files/file-check.ts'
import { type FileHandle, readHandles } from '../../../../component/engine/resume/file-handle.ts'
import { sha256 } from '../../../../component/engine/storage/sha256.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const { signal } = new AbortController()
const never = () => new Promise<never>(() => {})

/** A file of a network disk that is gone: it answers no read. */
function deadFile(): File {
  const file = new File(['abc'], 'a.png', { type: 'image/png' })
  file.arrayBuffer = never
  file.slice = () => Object.assign(new Blob(), { arrayBuffer: never })
  return file
}

describe('a disk that never answers', () => {
  it('is waited for 30 s where a rule needs the content', async () => {
    const checked = checkFile(deadFile(), { content: 'verify' }, signal)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await checked).toEqual({ code: 'validator-timeout', limit: undefined })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not delay a check that is no longer wanted', async () => {
    const unwanted = new AbortController()
    const checked = checkFile(deadFile(), { content: 'verify' }, unwanted.signal)
    unwanted.abort()
    expect(await checked).toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('delays the hash of the next file by at most 11 s', async () => {
    const dead = sha256(deadFile(), signal).catch((error: unknown) => error)
    const next = sha256(new Blob(['abc']), signal)
    await vi.advanceTimersByTimeAsync(11_000)
    expect(await dead).toMatchObject({ code: 'file-changed' })
    expect(await next).toBe('ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is waited for 5 s where a handle was given', async () => {
    const handle: FileHandle = { kind: 'file', name: 'a.png', getFile: never }
    const read = readHandles([handle], new WeakMap())
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await read).toMatchObject({
      files: [],
      missing: [{ code: 'file-changed', file: { name: 'a.png' } }],
    })
  })
})
