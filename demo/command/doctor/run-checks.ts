import type { ConfigResponse, PresignedUpload, RouteLimits } from '../../../component/protocol.ts'
import { checkApiCors, checkBucketCors, checkExposedHeaders } from './check-cors.ts'
import { checkRefusals } from './check-forms.ts'
import { checkJourney } from './check-journey.ts'
import { checkParts } from './check-parts.ts'
import { type Finding, failure, ok, skipped } from './finding.ts'
import { sampleFile } from './sample-file.ts'
import type { StoredThings } from './stored-things.ts'
import { ApiFailure, type UploadApi } from './upload-api.ts'

const API = { check: 'api', role: 'browser' } as const
const PARTS = { check: 'parts', role: 'browser' } as const

/** S3 takes longer with one request than with many, and this is enough to tell. */
const MAX_SAMPLE_BYTES = 64 * 1024 ** 2

export interface ChecksOptions {
  readonly api: UploadApi
  readonly stored: StoredThings
  /** Where the API is mounted; null where it runs in this process. */
  readonly endpoint: string | null
  readonly origins: readonly string[]
  readonly route: string
  readonly waitSeconds: number
  readonly withParts: boolean
  /** The bucket's CORS rule that the API's options ask for. */
  readonly corsRule: unknown
  findResult(id: string): Promise<string | null>
}

/** What a browser does, step by step; ends at the first step that all others need. */
export async function runChecks(options: ChecksOptions): Promise<Finding[]> {
  const { api, endpoint, origins, route } = options
  const findings: Finding[] = []
  let config: ConfigResponse
  try {
    config = await api.config()
  } catch (error) {
    return [unreachable(error)]
  }
  const limits = Object.hasOwn(config.routes, route) ? config.routes[route] : undefined
  if (limits === undefined) {
    const known = Object.keys(config.routes).join(', ')
    return [
      failure(API, `The API has no route ${route}.`, {
        visitor: 'No upload starts.',
        change: `Use one of its routes: ${known}.`,
      }),
    ]
  }
  findings.push(ok(API, `The API answers, with the routes ${Object.keys(config.routes).join(', ')}.`))
  if (endpoint !== null) findings.push(...(await checkApiCors(api, endpoint, origins)))
  try {
    await uploadChecks(options, limits, findings)
  } catch (error) {
    findings.push(unreachable(error))
  }
  return findings
}

async function uploadChecks(options: ChecksOptions, limits: RouteLimits, findings: Finding[]): Promise<void> {
  const { api, origins, route, corsRule, waitSeconds, stored } = options
  const sample = sampleFile(limits)
  const presign = async (file: { sha256?: string }, size = sample.bytes.length): Promise<PresignedUpload> => {
    const files = [{ ref: 'doctor', name: sample.name, size, type: sample.type, ...file }]
    const [upload] = await api.presign({ route, files })
    if (upload?.ok !== true) throw new ApiFailure(`The API refused a file: ${upload?.error.code}`, 200)
    stored.add(upload)
    return upload
  }
  const checksum = limits.checksum === 'required' ? { sha256: sample.sha256 } : {}
  const first = await presign(checksum)
  const { plan } = first
  if (plan.kind !== 'multipart') findings.push(...(await checkBucketCors(plan.url, origins, corsRule)))
  const journey = await checkJourney({
    api,
    sample,
    waitSeconds,
    origin: origins[0],
    findResult: options.findResult,
    presign: (file) => presign(limits.checksum === 'none' ? {} : file),
  })
  findings.push(...journey.findings)
  if (journey.response !== null && origins.length > 0) {
    findings.push(checkExposedHeaders(journey.response, corsRule))
  }
  if (plan.kind !== 'multipart') {
    const kind = plan.kind
    const again = async () => {
      const upload = await presign(checksum)
      if (upload.plan.kind !== kind) throw new ApiFailure('The API answered with another plan', 200)
      return { ...upload, plan: upload.plan }
    }
    findings.push(...(await checkRefusals(kind, sample, again)))
  }
  findings.push(await partsFinding(options, limits, presign))
}

async function partsFinding(
  { api, withParts }: ChecksOptions,
  limits: RouteLimits,
  presign: (file: object, size: number) => Promise<PresignedUpload>,
): Promise<Finding> {
  const { multipartThreshold, maxFileSize } = limits
  if (!withParts) return skipped(PARTS, 'Left out by --quick.')
  if (multipartThreshold === null) return skipped(PARTS, 'The API sends no file in parts.')
  const size = multipartThreshold + 1
  if (size > maxFileSize) return skipped(PARTS, 'The route takes no file that is large enough.')
  if (size > MAX_SAMPLE_BYTES) return skipped(PARTS, 'Only files above 64 MiB are sent in parts.')
  return checkParts(api, sampleFile(limits, size), await presign({}, size))
}

function unreachable(error: unknown): Finding {
  const visitor = 'No upload starts: “The upload service can’t be reached.” or “You may not upload here.”'
  if (error instanceof ApiFailure) {
    const change = [401, 403].includes(error.status)
      ? 'Send what the API’s authorize wants: --header, or S3_UPLOADER_TOKEN.'
      : 'Check the endpoint: the path that the API is mounted at, without a call behind it.'
    return failure(API, error.message, { visitor, change })
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  return failure(API, `A host does not answer: ${cause}`, {
    visitor,
    change: 'Check the host’s name, port and certificate, and that it runs.',
  })
}
