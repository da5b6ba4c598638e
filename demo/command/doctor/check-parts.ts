import type { PresignedUpload } from '../../../component/protocol.ts'
import type { BoundedFetch } from './bounded-fetch.ts'
import { type Finding, failure, ok, skipped } from './finding.ts'
import type { SampleFile } from './sample-file.ts'
import { refusalOf } from './send-plan.ts'
import type { UploadApi } from './upload-api.ts'

const PARTS = { check: 'parts', role: 'browser' } as const

const FAULT = {
  visitor: 'Large files fail, small ones do not.',
}

/** A file in parts: each is sent, listed and assembled. */
export async function checkParts(
  fetch: BoundedFetch,
  api: UploadApi,
  sample: SampleFile,
  upload: PresignedUpload,
): Promise<Finding> {
  const { plan, ticket } = upload
  if (plan.kind !== 'multipart') return skipped(PARTS, 'The API sends a file of this size in one request.')
  if (plan.partChecksum !== undefined)
    return skipped(PARTS, 'The route wants a checksum for each part, which this check does not send.')
  const startedAt = performance.now()
  const first = plan.parts[0]
  if (first === undefined)
    return failure(PARTS, 'The plan has no URL of a part.', { ...FAULT, change: 'See the API’s log.' })
  const longer = await put(fetch, first.url, first.headers, Buffer.alloc(plan.partSize + 1))
  for (const { partNumber, url, headers } of plan.parts) {
    const from = (partNumber - 1) * plan.partSize
    const response = await put(fetch, url, headers, sample.bytes.subarray(from, from + plan.partSize))
    if (response.ok) continue
    return failure(PARTS, `The store refused part ${partNumber} (${await refusalOf(response)}).`, {
      ...FAULT,
      change: 'The API’s role needs s3:PutObject on the prefix of uploads.',
    })
  }
  const { length: count } = (await api.storedParts(ticket)).parts
  if (count !== plan.partCount) {
    return failure(PARTS, `The store lists ${count} of ${plan.partCount} parts.`, {
      ...FAULT,
      change: 'The API’s role needs s3:ListMultipartUploadParts, and the store ListParts.',
    })
  }
  const completed = await api.complete(ticket)
  if (completed?.ok !== true && completed?.error.code !== 'assembling') {
    return failure(PARTS, `The parts could not be assembled: ${completed?.error.code}.`, {
      ...FAULT,
      change: 'See the API’s log.',
    })
  }
  const ms = Math.round(performance.now() - startedAt)
  const bound = longer.ok
    ? 'A part that is longer than signed was taken: its completion is refused.'
    : 'A part that is longer than signed was refused.'
  return ok(PARTS, `${plan.partCount} parts were stored, listed and assembled in ${ms} ms. ${bound}`)
}

function put(
  fetch: BoundedFetch,
  url: string,
  headers: Readonly<Record<string, string>> | undefined,
  bytes: Uint8Array,
): Promise<Response> {
  return fetch(url, { method: 'PUT', headers: { ...headers }, body: new Uint8Array(bytes) })
}
