/** Ten steps through the API over HTTP, against an S3 and an SNS that answer. */
import { deepStrictEqual, strictEqual } from 'node:assert'
import type {
  CompleteResponse,
  PartsResponse,
  PresignedUpload,
  PresignResponse,
  StatusResponse,
} from '../../component/protocol.ts'

export type Fetch = (path: string, init?: RequestInit) => Promise<Response>

export interface StepResult {
  name: string
  /** `null`: passed. */
  fault: string | null
}

const mib = 1024 ** 2
const photo = { ref: 'a', name: 'cat.jpg', size: 1000, type: 'image/jpeg' }
const large = { ...photo, ref: 'b', size: 17 * mib }

/** @param fetchApi of a path below the mount: `/config` */
export async function runJourney(fetchApi: Fetch): Promise<StepResult[]> {
  const results: StepResult[] = []
  const step = async (name: string, run: () => Promise<void>) => {
    try {
      await run()
      results.push({ name, fault: null })
    } catch (error) {
      results.push({ name, fault: error instanceof Error ? error.message : String(error) })
    }
  }
  const headers = { 'content-type': 'application/json' }
  const post = (path: string, body: object | string) =>
    fetchApi(path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  const call = async <Body>(path: string, body: object): Promise<Body> => {
    const response = await post(path, body)
    const text = await response.text()
    strictEqual(response.status, 200, text)
    return JSON.parse(text)
  }
  let granted: PresignedUpload[] = []
  const uploadAt = (index: number): PresignedUpload => {
    const upload = granted[index]
    if (upload === undefined) throw new Error('Nothing was presigned')
    return upload
  }

  await step('config', async () => {
    const response = await fetchApi('/config')
    strictEqual((await response.json()).routes.default.maxFiles, 100)
  })
  await step('presign', async () => {
    const { uploads } = await call<PresignResponse>('/presign', { files: [photo, large, large] })
    granted = uploads.filter((upload) => upload.ok)
    deepStrictEqual(
      granted.map(({ plan }) => plan.kind),
      ['post', 'multipart', 'multipart'],
    )
  })
  await step('form', async () => {
    const { plan } = uploadAt(0)
    if (plan.kind !== 'post') throw new Error('A form is expected')
    const form = new FormData()
    for (const [name, value] of Object.entries(plan.fields)) form.append(name, value)
    form.append('file', new Blob([new Uint8Array(photo.size)]), photo.name)
    strictEqual((await fetch(plan.url, { method: 'POST', body: form })).status, 201)
  })
  await step('parts', async () => {
    const { plan } = uploadAt(1)
    if (plan.kind !== 'multipart') throw new Error('Parts are expected')
    for (const { partNumber, url } of plan.parts) {
      const body = new Uint8Array(partNumber === 3 ? mib : 8 * mib)
      strictEqual((await fetch(url, { method: 'PUT', body })).status, 200)
    }
  })
  await step('list', async () => {
    const listed = await call<PartsResponse>('/parts', { ticket: uploadAt(1).ticket })
    deepStrictEqual(
      listed.parts.map(({ partNumber }) => partNumber),
      [1, 2, 3],
    )
  })
  await step('complete', async () => {
    const items = granted.slice(0, 2).map(({ ticket }) => ({ ticket }))
    const { uploads } = await call<CompleteResponse>('/complete', { uploads: items })
    deepStrictEqual(
      uploads.map((result) => (result.ok ? typeof result.messageId : result.error.code)),
      ['string', 'string'],
    )
  })
  await step('status', async () => {
    const { uploads } = await call<StatusResponse>('/status', { tickets: [uploadAt(0).ticket] })
    strictEqual(uploads[0]?.state, 'pending')
  })
  await step('abort', async () => {
    const { ticket, id } = uploadAt(2)
    deepStrictEqual(await call('/abort', { ticket }), { id, removed: 'multipart' })
    deepStrictEqual(await call('/abort', { ticket }), { id, removed: 'nothing' })
  })
  await step('malformed', async () => {
    const response = await post('/presign', '{')
    strictEqual(response.status, 400)
    strictEqual((await response.json()).code, 'invalid-request')
  })
  await step('unknown', async () => {
    const response = await fetchApi('/nothing')
    strictEqual(response.status, 404)
    strictEqual(response.headers.get('content-type'), 'application/problem+json')
  })
  return results
}
