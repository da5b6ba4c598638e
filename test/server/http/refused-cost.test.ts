/** What a refused request costs in CPU time. */
import { expect, it } from 'vitest'
import { problemOf } from '../support/problem-of.ts'
import { photo, uploadService } from '../support/upload-service.ts'

const names = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, '']))
const MIB = 1024 ** 2

const attacks: [string, string, string, Record<string, string>?][] = [
  [
    'an unknown caller’s',
    '/presign',
    JSON.stringify({ files: [], metadata: names(380_000) }),
    { 'x-user': '' },
  ],
  ['380,000 names of metadata', '/presign', JSON.stringify({ files: [], metadata: names(380_000) })],
  ['1 MiB of names of metadata', '/presign', JSON.stringify({ files: [], metadata: names(80_000) })],
  ['1 MiB of other members', '/presign', JSON.stringify({ files: [photo], other: names(80_000) })],
  ['10,000 files', '/presign', JSON.stringify({ files: Array(10_000).fill(photo) })],
  [
    '100 × 3,000 names',
    '/complete',
    JSON.stringify({ uploads: Array(100).fill({ ticket: 'x', metadata: names(3000) }) }),
  ],
  [
    '100 × 100 names',
    '/complete',
    JSON.stringify({ uploads: Array(100).fill({ ticket: 'x', metadata: names(100) }) }),
  ],
  ['72,000 checksums', '/parts', JSON.stringify({ ticket: 'x', sha256: names(72_000) })],
  ['deep nesting', '/status', '['.repeat(4 * MIB)],
  ['one string of 4 MiB', '/status', `"${'x'.repeat(4 * MIB - 2)}"`],
  ['escapes of 4 MiB', '/status', `"${'\\"'.repeat(2 * MIB - 2)}"`],
  ['white space of 4 MiB', '/status', ' '.repeat(4 * MIB)],
  ['commas of 4 MiB', '/complete', `[${','.repeat(4 * MIB - 2)}]`],
]

it.each(attacks)('%s: a refused request costs at most 10 ms', async (_, path, body, headers = {}) => {
  const { post } = uploadService()
  const costs: number[] = []
  // Encoded before, as it comes from the network.
  const bytes = new TextEncoder().encode(body)
  for (let round = 0; round < 5; round++) {
    const chunks = inChunks(bytes)
    const startedAt = process.cpuUsage()
    const response = await post(path, chunks, { ...headers, 'content-length': String(bytes.length) })
    const { user, system } = process.cpuUsage(startedAt)
    costs.push((user + system) / 1000)
    const problem = await problemOf(response)
    expect(problem.status).toBeGreaterThanOrEqual(400)
  }
  // The least of five: the others include the compiler and the collector.
  expect(Math.min(...costs)).toBeLessThan(10)
})

/** As Node reads them from a socket. */
function inChunks(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let start = 0
  return new ReadableStream({
    pull(controller) {
      if (start >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(start, start + 65_536))
      start += 65_536
    },
  })
}

it('an unknown caller is refused before its body is read', async () => {
  const { app } = uploadService()
  let isRead = false
  const body = new ReadableStream(
    {
      pull: () => {
        isRead = true
      },
    },
    { highWaterMark: 0 },
  )
  const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }
  expect(await problemOf(await app.request('/uploads/presign', init))).toMatchObject({ status: 401 })
  expect(isRead).toBe(false)
})
