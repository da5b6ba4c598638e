import { fetchOnceMore } from './fetch-once-more.ts'
import { type Finding, failure, ok, warning } from './finding.ts'
import type { UploadApi } from './upload-api.ts'

const API = { check: 'api-cors', role: 'browser' } as const
const STORE = { check: 'bucket-cors', role: 'browser' } as const
const EXPOSED = { check: 'bucket-cors-exposed-headers', role: 'browser' } as const

/** What is sent with each verb; a form needs a preflight as soon as its progress is observed. */
const REQUESTS = [
  ['POST', ''],
  ['PUT', 'content-type,x-amz-checksum-sha256'],
  ['GET', ''],
] as const

/** Whether pages of another origin may call the API. */
export async function checkApiCors(
  api: UploadApi,
  endpoint: string,
  origins: readonly string[],
): Promise<Finding[]> {
  const foreign = origins.filter((origin) => origin !== new URL(endpoint).origin)
  return Promise.all(
    foreign.map(async (origin) => {
      const response = await api.preflight(origin)
      if (allows(response, origin)) return ok(API, `Pages of ${origin} may call the API.`)
      return failure(API, `The API does not let pages of ${origin} call it.`, {
        visitor: '“The upload service can’t be reached. Check your connection and try again.”',
        change:
          'Set UPLOAD_ALLOWED_ORIGINS, or use the cors middleware of Hono around the API, or serve it on the page’s origin.',
        document: { UPLOAD_ALLOWED_ORIGINS: origins.join(',') },
      })
    }),
  )
}

/**
 * Whether pages may send to the bucket.
 *
 * @param rule the rule of the bucket that the options of the API ask for
 */
export async function checkBucketCors(
  url: string,
  origins: readonly string[],
  rule: unknown,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const origin of origins) {
    const refused: string[] = []
    for (const [method, headers] of REQUESTS) {
      const response = await fetchOnceMore(url.split('?', 1)[0] ?? url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          ...(headers === '' ? {} : { 'access-control-request-headers': headers }),
        },
      })
      if (!allows(response, origin)) refused.push(method)
    }
    findings.push(
      refused.length === 0
        ? ok(STORE, `Pages of ${origin} may send to the bucket.`)
        : failure(STORE, `The bucket refuses ${refused.join(', ')} of pages of ${origin}.`, {
            visitor: 'Uploads stop at 0 %: “Uploads are not set up correctly here.”',
            change: 'Set this CORS configuration on the bucket.',
            document: { CORSRules: rule },
          }),
    )
  }
  return findings
}

/** @param response of the bucket to a request with an `Origin` header */
export function checkExposedHeaders(response: Response, rule: unknown): Finding {
  const exposed = (response.headers.get('access-control-expose-headers') ?? '').toLowerCase()
  const isRead = exposed === '*' || exposed.includes('x-amz-request-id')
  if (isRead) return ok(EXPOSED, 'The page can read the id of S3’s request.')
  return warning(EXPOSED, 'The page cannot read x-amz-request-id.', {
    visitor:
      'Nothing. Errors come without S3’s request id, and Chromium logs “Refused to get unsafe header”.',
    change: 'Add it to ExposeHeaders of the bucket’s CORS configuration.',
    document: { CORSRules: rule },
  })
}

function allows(response: Response, origin: string): boolean {
  const allowed = response.headers.get('access-control-allow-origin')
  return response.ok && (allowed === '*' || allowed === origin)
}
