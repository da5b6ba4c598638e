import type { BoundedFetch } from './bounded-fetch.ts'
import { type Finding, failure, ok, warning } from './finding.ts'
import type { UploadApi } from './upload-api.ts'

const API = { check: 'api-cors', role: 'browser' } as const
const STORE = { check: 'bucket-cors', role: 'browser' } as const
const EXPOSED = { check: 'bucket-cors-exposed-headers', role: 'browser' } as const

interface Preflight {
  readonly method: 'POST' | 'PUT' | 'GET'
  readonly headers: readonly string[]
  /** What a visitor sees where it is refused. */
  readonly visitor: string
}

/** What is sent with each verb; a form needs a preflight as soon as its progress is observed. */
const PREFLIGHTS: readonly Preflight[] = [
  {
    method: 'POST',
    headers: [],
    visitor: 'Small files stop at 0 %: “Uploads are not set up correctly here.”',
  },
  {
    method: 'PUT',
    headers: ['content-type', 'x-amz-checksum-sha256'],
    visitor: 'Large files, and all files of stores without forms, stop at 0 %.',
  },
  { method: 'GET', headers: [], visitor: 'Scripts cannot read the images that were made.' },
]

/** Whether pages of another origin may call the API. */
export async function checkApiCors(
  api: UploadApi,
  endpoint: string,
  origins: readonly string[],
): Promise<Finding[]> {
  const foreign = origins.filter((origin) => origin !== new URL(endpoint).origin)
  return Promise.all(foreign.map((origin) => checkApiOrigin(api, endpoint, origin, origins)))
}

async function checkApiOrigin(
  api: UploadApi,
  endpoint: string,
  origin: string,
  origins: readonly string[],
): Promise<Finding> {
  const fault = {
    visitor: '“The upload service can’t be reached. Check your connection and try again.”',
    change:
      'Set UPLOAD_ALLOWED_ORIGINS, or use the cors middleware of Hono around the API, or serve it on the page’s origin.',
    document: { UPLOAD_ALLOWED_ORIGINS: origins.join(',') },
  }
  const host = new URL(endpoint)
  if (origin.startsWith('https:') && host.protocol === 'http:' && !isLocal(host.hostname)) {
    const change = `Serve the API over https: browsers let pages of ${origin} call nothing else.`
    return failure(API, 'The API is an http address and the page an https one.', {
      visitor: fault.visitor,
      change,
    })
  }
  const { response, headers, sendsCookies } = await api.preflight(origin)
  if (!allows(response, origin)) {
    if (!isRefusal(response) && response.status !== 404) {
      return failure(API, `The API answers preflights with ${response.status}.`, {
        visitor: fault.visitor,
        change:
          'Let OPTIONS pass what stands before the API (a login, a gateway, a firewall): preflights have no cookies and no Authorization.',
      })
    }
    return failure(API, `The API does not let pages of ${origin} call it.`, fault)
  }
  const missing = missingHeaders(response, headers)
  if (missing.length > 0) {
    return failure(API, `The API does not take ${missing.join(', ')} from pages of ${origin}.`, {
      visitor: fault.visitor,
      change: 'Add them to Access-Control-Allow-Headers. The wildcard * does not stand for Authorization.',
    })
  }
  if (sendsCookies && response.headers.get('access-control-allow-credentials') !== 'true') {
    return failure(API, `The API takes no cookies from pages of ${origin}.`, {
      visitor: fault.visitor,
      change:
        'Answer with Access-Control-Allow-Credentials: true and with the origin itself: * does not allow cookies.',
    })
  }
  if (!(await api.answersTo(origin))) {
    return failure(
      API,
      `The API answers preflights of ${origin}, and its responses lack the header that lets the page read them.`,
      {
        visitor: fault.visitor,
        change:
          'Send Access-Control-Allow-Origin with every response, errors included, not with OPTIONS only.',
      },
    )
  }
  return ok(API, `Pages of ${origin} may call the API.`)
}

/**
 * Whether pages may send to the bucket.
 *
 * @param rule the rule of the bucket that the options of the API ask for
 */
export async function checkBucketCors(
  fetch: BoundedFetch,
  address: string,
  origins: readonly string[],
  rule: unknown,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const url = address.split('?', 1)[0] ?? address
  for (const origin of origins) {
    const refused: Preflight[] = []
    let last: Response | undefined
    for (const preflight of PREFLIGHTS) {
      const response = await ask(fetch, url, origin, preflight)
      if (permits(response, origin, preflight)) continue
      refused.push(preflight)
      last = response
    }
    if (last === undefined) findings.push(ok(STORE, `Pages of ${origin} may send to the bucket.`))
    else if (isRefusal(last)) findings.push(await refusalOf(fetch, url, origin, refused, rule))
    else findings.push(notAnswered(last))
  }
  return findings
}

async function refusalOf(
  fetch: BoundedFetch,
  url: string,
  origin: string,
  refused: readonly Preflight[],
  rule: unknown,
): Promise<Finding> {
  const methods = refused.map(({ method }) => method).join(', ')
  const similar = refused.length === PREFLIGHTS.length ? await similarOrigin(fetch, url, origin) : undefined
  const why = similar === undefined ? '' : ` Its rule has ${similar}, which is another origin.`
  return failure(STORE, `The bucket refuses ${methods} of pages of ${origin}.${why}`, {
    visitor: refused[0]?.visitor ?? '',
    change: 'Set this CORS configuration on the bucket.',
    document: { CORSRules: rule ?? [exampleRule(origin)] },
  })
}

function notAnswered({ status }: Response): Finding {
  return failure(STORE, `The store answers preflights with ${status}.`, {
    visitor: 'Uploads stop at 0 %: “Uploads are not set up correctly here.”',
    change:
      status === 301 || status === 307
        ? 'Browsers follow no redirect here. Set AWS_REGION to the region of the bucket; a bucket that is some minutes old needs the address with its region.'
        : 'Check the bucket’s name, region and endpoint.',
  })
}

/** What was meant, where the rule has a slip of the pen. */
async function similarOrigin(fetch: BoundedFetch, url: string, origin: string): Promise<string | undefined> {
  const [scheme = '', host = ''] = origin.split('://')
  const other = scheme === 'https' ? 'http' : 'https'
  const sibling = host.startsWith('www.') ? host.slice(4) : `www.${host}`
  for (const each of [`${origin}/`, `${other}://${host}`, `${other}://${host}/`, `${scheme}://${sibling}`]) {
    const response = await ask(fetch, url, each, { method: 'POST', headers: [] })
    if (allows(response, each)) return each
  }
  return undefined
}

function ask(
  fetch: BoundedFetch,
  url: string,
  origin: string,
  { method, headers }: Pick<Preflight, 'method' | 'headers'>,
): Promise<Response> {
  return fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers.length === 0 ? {} : { 'access-control-request-headers': headers.join(',') }),
    },
  })
}

/** Where the API's own options are not known. */
function exampleRule(origin: string): object {
  return {
    AllowedOrigins: [origin],
    AllowedMethods: ['POST', 'PUT', 'GET'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'x-amz-request-id'],
    MaxAgeSeconds: 3000,
  }
}

/** @param response of the bucket to a request with an `Origin` header */
export function checkExposedHeaders(response: Response, rule: unknown): Finding {
  const exposed = listed(response, 'access-control-expose-headers')
  if (exposed.includes('*') || exposed.includes('x-amz-request-id'))
    return ok(EXPOSED, 'The page can read the id of S3’s request.')
  return warning(EXPOSED, 'The page cannot read x-amz-request-id.', {
    visitor:
      'Nothing. Errors come without S3’s request id, and Chromium logs “Refused to get unsafe header”.',
    change: 'Add it to ExposeHeaders of the bucket’s CORS configuration.',
    ...(rule === undefined ? {} : { document: { CORSRules: rule } }),
  })
}

/** Whether a response has the header without which a page may not read it. */
export function allows(response: Response, origin: string): boolean {
  const allowed = response.headers.get('access-control-allow-origin')
  return response.ok && (allowed === '*' || allowed === origin)
}

function permits(response: Response, origin: string, { method, headers }: Preflight): boolean {
  const methods = listed(response, 'access-control-allow-methods')
  // The standard lets POST and GET pass without being named.
  const isNamed = method !== 'PUT' || methods.includes('put') || methods.includes('*')
  return allows(response, origin) && isNamed && missingHeaders(response, headers).length === 0
}

function missingHeaders(response: Response, headers: readonly string[]): string[] {
  const allowed = listed(response, 'access-control-allow-headers')
  return headers.filter(
    (name) => !allowed.includes(name) && (!allowed.includes('*') || name === 'authorization'),
  )
}

function listed(response: Response, name: string): string[] {
  return (response.headers.get(name) ?? '').split(',').map((each) => each.trim().toLowerCase())
}

/** Of the rules, and not of something else that went wrong. */
function isRefusal({ status }: Response): boolean {
  return status < 300 || (status >= 400 && status < 500 && status !== 401 && status !== 404)
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname)
}
