import { parseArgs } from 'node:util'
import { parseHeaders } from '../parse-headers.ts'
import { UsageError } from '../usage-error.ts'

export interface DoctorOptions {
  readonly endpoint: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly origins: readonly string[]
  readonly route: string
  /** 0: images are not waited for. */
  readonly waitSeconds: number
  /** URLs of queues. */
  readonly deadLetters: readonly string[]
  readonly withParts: boolean
  readonly isEmbedded: boolean
  readonly output: 'text' | 'json'
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** @throws UsageError */
export function readDoctorOptions(args: readonly string[], environment: Environment): DoctorOptions {
  const values = parse(args)
  const endpoint = values.endpoint ?? null
  if (
    endpoint !== null &&
    URL.canParse(endpoint) &&
    (new URL(endpoint).username || new URL(endpoint).password)
  ) {
    throw new UsageError(
      '--endpoint must not have a user name or password: browsers refuse it. Use --header.',
    )
  }
  if (endpoint !== null && !isHttp(endpoint)) {
    throw new UsageError(`--endpoint must be an http or https URL, got ${JSON.stringify(endpoint)}.`)
  }
  if (endpoint === null && values.embedded !== true && !environment.UPLOAD_BUCKET) {
    throw new UsageError('Set the variables of `s3-uploader serve`, or name --endpoint or --embedded.')
  }
  const origins = values.origin ?? listed(environment.UPLOAD_ALLOWED_ORIGINS)
  // Pages of files and of sandboxed frames have the origin `null`.
  const wrong = origins.find(
    (origin) => origin !== 'null' && (!isHttp(origin) || new URL(origin).origin !== origin),
  )
  if (wrong !== undefined) {
    throw new UsageError(`--origin must look like https://example.com, got ${JSON.stringify(wrong)}.`)
  }
  const seconds = values.wait ?? '60'
  if (!/^\d{1,3}$/.test(seconds) || Number(seconds) > 900) {
    throw new UsageError(`--wait must be a whole number from 0 to 900, got ${JSON.stringify(seconds)}.`)
  }
  const deadLetters = values['dead-letters'] ?? []
  const noUrl = deadLetters.find((url) => !isHttp(url))
  if (noUrl !== undefined) {
    throw new UsageError(`--dead-letters must be the URL of a queue, got ${JSON.stringify(noUrl)}.`)
  }
  const token = environment.S3_UPLOADER_TOKEN
  return {
    endpoint,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...parseHeaders(values.header ?? []) },
    origins: origins.length > 0 || endpoint === null ? origins : [new URL(endpoint).origin],
    route: values.route ?? 'default',
    waitSeconds: Number(seconds),
    deadLetters,
    withParts: values.quick !== true,
    isEmbedded: values.embedded === true,
    output: values.json === true ? 'json' : 'text',
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        endpoint: { type: 'string' },
        header: { type: 'string', multiple: true },
        origin: { type: 'string', multiple: true },
        route: { type: 'string' },
        wait: { type: 'string' },
        'dead-letters': { type: 'string', multiple: true },
        quick: { type: 'boolean' },
        embedded: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    }).values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '' && item !== '*')
}
