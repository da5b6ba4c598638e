/**
 * `npm run test:s3 -- --stress`: the embedded S3 of `npm run local`, under load and with hostile requests.
 *
 * The server runs in a process of its own, so that its memory can be measured separately from its clients'. Throws at
 * the first failed check.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { fuzz } from './fuzz.ts'
import { exchange } from './http-exchange.ts'
import { LocalProcess } from './local-process.ts'
import { manyUploads } from './many-uploads.ts'

const GIB = 1024 ** 3
const MIB = 1024 ** 2

export async function runStress(print: (line: string) => void): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 's3-stress-'))
  let local = await LocalProcess.start({ DIRECTORY: directory })
  try {
    print(await uploadMany(local))
    print(await streamThrough(local, directory))
    print(await holdOpen(local, directory))
    print(await feedNonsense(local))
    await local.stop()
    local = await LocalProcess.start({ DIRECTORY: directory })
    print(await findAgain(local))
  } finally {
    await local.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function uploadMany({ target, bucket, memory }: LocalProcess): Promise<string> {
  const { seconds, perSecond, p99 } = await manyUploads(target, { bucket, uploads: 10_000, clients: 50 })
  return `10,000 uploads by 50 clients: ${seconds.toFixed(1)} s, ${perSecond.toFixed(0)} a second, 99 % within ${p99.toFixed(0)} ms; the server then has ${memory()} MiB`
}

async function streamThrough(local: LocalProcess, directory: string): Promise<string> {
  const { target, bucket } = local
  const size = 5 * GIB
  const name = { Bucket: bucket, Key: 'five-gib' }
  const chunk = Buffer.alloc(MIB, 'x')
  const before = local.memory()
  let highest = before
  const sampling = setInterval(() => {
    highest = Math.max(highest, local.memory())
  }, 100)
  async function* body() {
    for (let sent = 0; sent < size; sent += chunk.length) yield chunk
  }
  try {
    const startedAt = performance.now()
    const put = await exchange({
      method: 'PUT',
      url: await getSignedUrl(target.s3, new PutObjectCommand(name)),
      headers: { 'content-length': String(size) },
      body: body(),
      timeoutMs: 300_000,
    })
    must(put.status === 200, `PUT of 5 GiB: ${put.status} ${put.text}`)
    const storedAt = performance.now()
    const response = await fetch(await getSignedUrl(target.s3, new GetObjectCommand(name)))
    let received = 0
    for await (const piece of response.body ?? []) received += piece.byteLength
    must(received === size, `GET of 5 GiB gave ${received} bytes`)
    const readAt = performance.now()
    must(highest - before < 200, `memory rose from ${before} to ${highest} MiB`)
    await target.s3.send(new DeleteObjectCommand(name))
    must((await blobs(directory)) === 10_000, 'the bytes of a deleted object are still there')
    const rate = (from: number, to: number) => (size / MIB / ((to - from) / 1000)).toFixed(0)
    return `5 GiB in at ${rate(startedAt, storedAt)} MiB/s, out at ${rate(storedAt, readAt)} MiB/s; the server had ${before} MiB before and ${highest} MiB at most`
  } finally {
    clearInterval(sampling)
  }
}

/** Slow clients: half of the headers, half of a body, one byte at a time. Each may cost only its connection. */
async function holdOpen({ target, bucket, memory }: LocalProcess, directory: string): Promise<string> {
  const { hostname, port, host } = new URL(target.endpoint)
  const url = new URL(await getSignedUrl(target.s3, new PutObjectCommand({ Bucket: bucket, Key: 'slow' })))
  const put = `PUT ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 1000000\r\n\r\n`
  const openings = ['', put.slice(0, 40), put, put + 'x'.repeat(500_000)]
  const startedAt = performance.now()
  const ends = Array.from({ length: 600 }, (_, index) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(openings[index % openings.length] ?? ''),
    )
    socket.on('error', () => {}).resume()
    return new Promise<void>((resolve) => socket.on('close', () => resolve()))
  })
  const { p99 } = await manyUploads(target, { bucket, uploads: 500, clients: 10, prefix: 'beside/' })
  await Promise.all(ends)
  must((await blobs(directory)) === 10_500, 'half a body is still there')
  return `600 clients that stop in the middle: all gone after ${((performance.now() - startedAt) / 1000).toFixed(0)} s with nothing left behind; uploads beside them 99 % within ${p99.toFixed(0)} ms; ${memory()} MiB`
}

async function feedNonsense({ target, bucket, memory }: LocalProcess): Promise<string> {
  const startedAt = performance.now()
  const { statuses, findings } = await fuzz(target, { bucket, count: 20_000, seed: 20_260_131 })
  const [finding] = findings
  must(!finding, `${findings.length} of 20,000; the first: ${finding?.what}\n\nfor\n\n${finding?.request}`)
  const told = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`)
  return `20,000 hostile requests in ${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${told.join(', ')}; ${memory()} MiB`
}

async function findAgain({ target, bucket }: LocalProcess): Promise<string> {
  const { ContentLength } = await target.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'many/9999' }))
  must(ContentLength === 2000, 'an upload is gone after a restart')
  return 'after a restart everything is there'
}

async function blobs(directory: string): Promise<number> {
  const deadline = Date.now() + 5000
  let count = -1
  // Bytes are removed after the response.
  for (let before = -2; before !== count && Date.now() < deadline; ) {
    before = count
    count = (await readdir(join(directory, 'blobs'))).length
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return count
}

function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}
