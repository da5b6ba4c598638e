import { expect, it } from 'vitest'
import { SilenceLimit } from '../../../../component/engine/storage/silence-limit.ts'

const MEBIBYTE = 1024 ** 2
const base = { timeoutMs: 30_000, stalls: 0, size: MEBIBYTE, bytesPerMs: 0, isLive: false, startedAtMs: 0 }

it.each([
  ['a first request', {}, 120_000],
  ['a first request of 8 MiB, at 32 kB/s', { size: 8 * MEBIBYTE }, 262_144],
  ['a first request of 1 GiB', { size: 1024 * MEBIBYTE }, 600_000],
  ['one at a measured 8 kB/s', { bytesPerMs: 8 }, 524_288],
  ['one at a measured 10 MB/s', { bytesPerMs: 10_000 }, 120_000],
  ['one after live progress', { isLive: true }, 30_000],
  ['one that stalled once', { stalls: 1 }, 240_000],
  ['one that stalled three times, after live progress', { isLive: true, stalls: 3 }, 240_000],
  ['one with a timeout of 5 s', { timeoutMs: 5_000, size: 1_000 }, 20_000],
  ['one without a timeout', { timeoutMs: 0 }, 0],
  ['one with a timeout of NaN', { timeoutMs: Number.NaN }, 0],
])('allows %s its time', (_, options, ms) => {
  expect(new SilenceLimit({ ...base, ...options }).ms).toBe(ms)
})

it('falls to the timeout once two partial events are 250 ms apart', () => {
  const limit = new SilenceLimit(base)
  limit.progressed(100, 65_536, MEBIBYTE)
  limit.progressed(340, 131_072, MEBIBYTE)
  expect([limit.ms, limit.isConfirmedLive]).toEqual([120_000, false])
  limit.progressed(350, 196_608, MEBIBYTE)
  expect([limit.ms, limit.isConfirmedLive]).toEqual([30_000, true])
})

it('rises again after the last byte, where only the response is missing', () => {
  const limit = new SilenceLimit({ ...base, isLive: true })
  expect(limit.ms).toBe(30_000)
  limit.progressed(500, MEBIBYTE, MEBIBYTE)
  expect(limit.ms).toBe(120_000)
})

it('does not mistake a full send buffer for live progress', () => {
  const limit = new SilenceLimit(base)
  for (const atMs of [1, 50, 100]) limit.progressed(atMs, atMs * 1000, MEBIBYTE)
  limit.progressed(60_000, MEBIBYTE, MEBIBYTE)
  expect([limit.ms, limit.isConfirmedLive]).toEqual([240_000 / 2, false])
})

it('allows four times the longest gap where events are rare', () => {
  const limit = new SilenceLimit({ ...base, isLive: true })
  limit.progressed(20_000, 100_000, MEBIBYTE)
  expect(limit.ms).toBe(80_000)
})
