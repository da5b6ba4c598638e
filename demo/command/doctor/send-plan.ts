import type { PostPlan, PutPlan } from '../../../component/protocol.ts'
import { formBody } from '../send/form-body.ts'
import type { BoundedFetch } from './bounded-fetch.ts'

/** What may be changed before a plan is sent, to see whether the store refuses it. */
export interface Tampering {
  readonly fields?: (fields: Record<string, string>) => Record<string, string>
  readonly origin?: string
}

/** Sends a file as a browser would. Never follows the plan of parts. */
export async function sendPlan(
  fetch: BoundedFetch,
  plan: PostPlan | PutPlan,
  { bytes, type }: { bytes: Buffer; type: string },
  { fields = (each) => each, origin }: Tampering = {},
): Promise<Response> {
  const headers: Record<string, string> = origin === undefined ? {} : { origin }
  if (plan.kind === 'put') {
    return fetch(plan.url, {
      method: 'PUT',
      headers: { ...headers, ...fields({ ...plan.headers }) },
      body: new Uint8Array(bytes),
    })
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields({ ...plan.fields }))) form.append(name, value)
  form.append('file', new File([new Uint8Array(bytes)], 'doctor', { type }))
  const { contentType, blob } = formBody(form)
  return fetch(plan.url, {
    method: 'POST',
    headers: { ...headers, 'content-type': contentType },
    body: await blob.arrayBuffer(),
  })
}

/** S3's error code; the status where the body has none. */
export async function refusalOf(response: Response): Promise<string> {
  const code = /<Code>([^<]+)<\/Code>/.exec(await response.text())?.[1]
  return code === undefined ? String(response.status) : `${response.status} ${code}`
}

/** Whether the store did not want it, and not for a reason of its own. */
export function isRefused({ status }: Response): boolean {
  return status >= 400 && status < 500 && status !== 404 && status !== 429
}
