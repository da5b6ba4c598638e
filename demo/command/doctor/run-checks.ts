import type { PresignedUpload, RouteLimits } from '../../../component/protocol.ts'
import { ApiFailure, apiFinding } from './api-failure.ts'
import type { BoundedFetch } from './bounded-fetch.ts'
import { checkApiCors, checkBucketCors, checkExposedHeaders } from './check-cors.ts'
import { checkRefusals } from './check-forms.ts'
import { checkJourney } from './check-journey.ts'
import { checkParts } from './check-parts.ts'
import { type Finding, failure, ok, type Report, skipped } from './finding.ts'
import { type SampleFile, sampleFile } from './sample-file.ts'
import type { StoredThings } from './stored-things.ts'
import type { UploadApi } from './upload-api.ts'

const API = { check: 'api', role: 'browser' } as const
const PLACE = { check: 'same-bucket', role: 'api' } as const
const PARTS = { check: 'parts', role: 'browser' } as const

/** S3 takes longer with one request than with many, and this is enough to tell. */
const MAX_SAMPLE_BYTES = 64 * 1024 ** 2

export interface ChecksOptions {
  readonly api: UploadApi
  readonly fetch: BoundedFetch
  readonly signal: AbortSignal
  readonly stored: StoredThings
  /** Where the API is mounted; null where it runs in this process. */
  readonly endpoint: string | null
  readonly origins: readonly string[]
  readonly route: string
  readonly waitSeconds: number
  readonly withParts: boolean
  /** The bucket's CORS rule that the API's options ask for. */
  readonly corsRule: unknown
  /** Where the variables say that uploads are stored; null where there are none. */
  readonly expected: { readonly bucket: string; readonly prefix: string } | null
  /** What the log of an API in this process says to change. */
  readonly hint: () => string | undefined
  findResult(id: string): Promise<string | null>
}

/** What a browser does, step by step; ends at the first step that all others need. */
export async function runChecks(options: ChecksOptions, report: Report): Promise<void> {
  try {
    await browserChecks(options, report)
  } catch (error) {
    const finding = apiFinding(error)
    if (finding === null) throw error
    report(finding)
  }
}

async function browserChecks(options: ChecksOptions, report: Report): Promise<void> {
  const { api, endpoint, origins, route } = options
  const config = await api.config()
  const limits = Object.hasOwn(config.routes, route) ? config.routes[route] : undefined
  const known = Object.keys(config.routes).join(', ')
  if (limits === undefined) {
    report(
      failure(API, `The API has no route ${route}.`, {
        visitor: 'No upload starts.',
        change: `Use one of its routes: ${known}.`,
      }),
    )
    return
  }
  report(ok(API, `The API answers, with the routes ${known}.`))
  if (endpoint !== null) report(...(await checkApiCors(api, endpoint, origins)))
  await uploadChecks(options, limits, report)
}

async function uploadChecks(options: ChecksOptions, limits: RouteLimits, report: Report): Promise<void> {
  const { origins, corsRule, fetch } = options
  const sample = sampleFile(limits)
  const presign = presigner(options, sample)
  const checksum = limits.checksum === 'required' ? { sha256: sample.sha256 } : {}
  const first = await presign(checksum)
  const { plan } = first
  if (plan.kind === 'multipart') {
    report(skipped(PARTS, 'The route takes even small files in parts.'))
    return
  }
  report(...placeFindings(options, first.key, plan.url))
  report(...(await checkBucketCors(fetch, plan.url, origins, corsRule)))
  const own = (file: { sha256?: string }) => presign(limits.checksum === 'none' ? {} : file)
  const response = await checkJourney({ ...options, sample, origin: origins[0], presign: own }, report)
  // A store that refused the file need not say what pages may read, nor why it refuses others.
  if (response?.ok === true) {
    if (origins.length > 0) report(checkExposedHeaders(response, corsRule))
    const { kind } = plan
    const again = async () => {
      const upload = await presign(checksum)
      if (upload.plan.kind !== kind) throw new ApiFailure('The API answered with another plan', 200, 'api')
      return { ...upload, plan: upload.plan }
    }
    report(...(await checkRefusals(fetch, kind, sample, again)))
  }
  report(await partsFinding(options, limits, presign))
}

type Presign = (file: { sha256?: string }, size?: number) => Promise<PresignedUpload>

function presigner({ api, route, stored }: ChecksOptions, sample: SampleFile): Presign {
  return async (file, size = sample.bytes.length) => {
    const files = [{ ref: 'doctor', name: sample.name, size, type: sample.type, ...file }]
    const [upload] = await api.presign({ route, files })
    if (upload?.ok !== true) {
      const { code = 'no answer', detail = '' } = upload?.error ?? {}
      throw new ApiFailure(`The API refused a file: ${code} (${detail})`, 500, 'api')
    }
    stored.add(upload)
    return upload
  }
}

/** Whether the API stores where the variables say. */
function placeFindings({ expected, endpoint }: ChecksOptions, key: string, url: string): Finding[] {
  if (expected === null || endpoint === null) return []
  const { bucket, prefix } = expected
  const { hostname, pathname } = new URL(url)
  const isSame = hostname.startsWith(`${bucket}.`) || pathname.split('/')[1] === bucket
  if (isSame && key.startsWith(prefix)) return []
  const where = isSame ? `another folder than ${prefix}` : `another bucket than ${bucket}`
  return [
    failure(PLACE, `The API at ${new URL(endpoint).host} stores into ${where}.`, {
      visitor: 'Nothing, or rows stay at “Processing”: the function is not allowed to read there.',
      change: 'Set UPLOAD_BUCKET and UPLOAD_PREFIX of this command and of the API to the same.',
    }),
  ]
}

async function partsFinding(
  { api, fetch, withParts }: ChecksOptions,
  limits: RouteLimits,
  presign: Presign,
): Promise<Finding> {
  const { multipartThreshold, maxFileSize } = limits
  if (!withParts) return skipped(PARTS, 'Left out by --quick.')
  if (multipartThreshold === null) return skipped(PARTS, 'The API sends no file in parts.')
  const size = multipartThreshold + 1
  if (size > maxFileSize) return skipped(PARTS, 'The route takes no file that is large enough.')
  if (size > MAX_SAMPLE_BYTES) return skipped(PARTS, 'Only files above 64 MiB are sent in parts.')
  return checkParts(fetch, api, sampleFile(limits, size), await presign({}, size))
}
