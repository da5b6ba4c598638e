/**
 * The floor: the speed of a browser without a product. A bare XHR loop with six requests at a time; signs 100 files per
 * call, and the next 100 meanwhile; a large file in parts of 16 MiB. No progress, no list, no completion. A failed
 * request is repeated at once.
 */
import type {
  MultipartPlan,
  PartsRequest,
  PartsResponse,
  PresignedPart,
  PresignRequest,
  PresignResponse,
} from '../../../component/protocol.ts'
import { PageClock } from './page-clock.ts'

const IN_FLIGHT = 6
const BATCH = 100
const PART_SIZE = 16 * 1024 ** 2
const ATTEMPTS = 5

type Send = () => Promise<void>

const clock = new PageClock()
const input = document.querySelector('input')
input?.addEventListener('change', () => void upload([...(input.files ?? [])]).finally(() => clock.stop()))

async function upload(files: File[]): Promise<void> {
  const requests = requestsOf(files)
  const carry = async () => {
    for await (const send of requests) await again(send)
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, carry))
}

/** Shared by the six loops: an async generator yields every request once. */
async function* requestsOf(files: File[]): AsyncGenerator<Send> {
  let signing = presign(files.slice(0, BATCH))
  for (let at = 0; at < files.length; at += BATCH) {
    const { uploads } = await signing
    const next = files.slice(at + BATCH, at + 2 * BATCH)
    if (next.length > 0) signing = presign(next)
    for (const [index, upload] of uploads.entries()) {
      const file = files[at + index]
      if (file === undefined || !upload.ok) continue
      const { ticket, plan } = upload
      if (plan.kind === 'post') yield () => post(plan.url, plan.fields, file)
      if (plan.kind === 'multipart') yield* partsOf(file, ticket, plan)
    }
  }
}

async function* partsOf(
  file: File,
  ticket: string,
  { partSize, partCount }: MultipartPlan,
): AsyncGenerator<Send> {
  for (let first = 1; first <= partCount; first += BATCH) {
    const count = Math.min(BATCH, partCount - first + 1)
    const partNumbers = Array.from({ length: count }, (_, nth) => first + nth)
    for (const { partNumber, url } of await signParts({ ticket, partNumbers })) {
      const start = (partNumber - 1) * partSize
      yield () => request('PUT', url, file.slice(start, start + partSize))
    }
  }
}

async function presign(files: File[]): Promise<PresignResponse> {
  const asked: PresignRequest = {
    files: files.map(({ name, size, type }, index) => ({ ref: String(index), name, size, type })),
  }
  return (await call(`presign?partSize=${PART_SIZE}`, asked)).json()
}

async function signParts(asked: PartsRequest): Promise<PresignedPart[]> {
  const response: PartsResponse = await (await call('parts', asked)).json()
  return response.kind === 'signed' ? response.parts : []
}

function call(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`/uploads/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

function post(url: string, fields: Readonly<Record<string, string>>, file: File): Promise<void> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  return request('POST', url, form)
}

function request(method: string, url: string, body: XMLHttpRequestBodyInit): Promise<void> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.onload = () => (xhr.status < 300 ? resolve() : reject(new Error(`Status ${xhr.status}`)))
    xhr.onerror = () => reject(new Error('The connection closed'))
    xhr.open(method, url)
    xhr.send(body)
  })
}

async function again(send: Send): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send()
      return
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
    }
  }
}
