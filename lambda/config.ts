import { minimumMemoryBytes } from './memory-budget.ts'
import { parseVariants } from './parse-variants.ts'
import type { VariantSpec } from './variant-spec.ts'

export interface Config {
  /** `derived`: variants beside the original. `replace`: one thumbnail stored over the original, which is lost. */
  readonly output: 'derived' | 'replace'
  /** Folder of the results, with a final slash. Default: `derived/`. */
  readonly derivedPrefix: string
  /** `null`: the bucket of the original. */
  readonly outputBucket: string | null
  readonly variants: readonly VariantSpec[]
  /** Default: 64 MiB. */
  readonly maxInputBytes: number
  /** Bounds the time of one image; memory is bounded by the function's size. Default: 500 million. */
  readonly maxInputPixels: number
  /** Animations with more frames are shown by their first one. Default: 200. */
  readonly maxFrames: number
  /** An image to put on variants that ask for it; `null`: none. */
  readonly watermark: { readonly bucket: string; readonly key: string } | null
  /** What decodes HEIC; `null`: it is refused. */
  readonly heic: 'libheif-js' | null
  /** Whether the original is stored again without its metadata. */
  readonly stripOriginal: boolean
  /** SNS topic that gets an event for each result; `null`: none. */
  readonly resultTopicArn: string | null
  /** Whether an object is processed only after GuardDuty has found no threat in it. */
  readonly requireScan: boolean
  /** CloudWatch namespace of the metrics; `null`: none. Default: `S3Uploader`. */
  readonly metricsNamespace: string | null
  /** `null`: any bucket the role can read. */
  readonly allowedBuckets: readonly string[] | null
  /** The function's memory. Default, outside AWS: 1769 MB, the size that comes with one full vCPU. */
  readonly memoryBytes: number
}

/** The configuration is wrong; the message lists every fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

const DEFAULT_VARIANTS = {
  derived: 'thumb=100x100,cover;large=1600,inside',
  replace: 'thumb=100x100,cover',
}

/**
 * Reads the environment once, at cold start, so that a wrong deployment fails before it processes an upload.
 *
 * @throws ConfigError
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = []

  const output = env.OUTPUT || 'derived'
  if (output !== 'derived' && output !== 'replace')
    problems.push(`OUTPUT is "${output}"; known: derived, replace`)
  const mode = output === 'replace' ? 'replace' : 'derived'

  const parsed = parseVariants(env.VARIANTS || DEFAULT_VARIANTS[mode])
  if (!parsed.ok) problems.push(...parsed.problems.map((problem) => `VARIANTS: ${problem}`))
  const variants = parsed.ok ? parsed.variants : []
  const files = variants.reduce((sum, { formats }) => sum + formats.length, 0)
  if (mode === 'replace' && files > 1) {
    problems.push(`VARIANTS: OUTPUT=replace stores one image over the original, not ${files}`)
  }
  const watermark = parseObjectUrl(env.WATERMARK)
  if (watermark === undefined) problems.push(`WATERMARK is "${env.WATERMARK}"; it is s3://bucket/key`)
  const marked = variants.find((variant) => variant.watermark)
  if (watermark === null && marked)
    problems.push(`VARIANTS: "${marked.name}" wants a watermark, but WATERMARK is not set`)

  const derivedPrefix = env.DERIVED_PREFIX || 'derived/'
  if (!isFolder(derivedPrefix)) {
    problems.push(
      `DERIVED_PREFIX is "${derivedPrefix}"; it is a relative folder of plain characters and ends with /`,
    )
  }

  const config: Config = {
    output: mode,
    derivedPrefix,
    outputBucket: env.OUTPUT_BUCKET || null,
    variants: Object.freeze(variants),
    maxInputBytes: readCount('MAX_INPUT_BYTES', env, 64 * 1024 * 1024, problems),
    maxInputPixels: readCount('MAX_INPUT_PIXELS', env, 500_000_000, problems),
    maxFrames: readCount('MAX_FRAMES', env, 200, problems),
    watermark: watermark ?? null,
    heic: readHeic(env.HEIC, problems),
    stripOriginal: readStrip(env.STRIP_ORIGINAL, mode, problems),
    resultTopicArn: readTopic(env.RESULT_TOPIC_ARN, problems),
    requireScan: readScan(env.REQUIRE_SCAN, problems),
    metricsNamespace: readNamespace(env.METRICS_NAMESPACE, problems),
    allowedBuckets: readList(env.ALLOWED_BUCKETS),
    memoryBytes: readCount('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', env, 1769, problems) * 1024 * 1024,
  }
  if (problems.length === 0) {
    const neededMb = Math.ceil(minimumMemoryBytes(variants) / 1024 ** 2)
    if (config.memoryBytes < neededMb * 1024 ** 2) {
      problems.push(
        `The function has ${Math.floor(config.memoryBytes / 1024 ** 2)} MB of memory; these variants need at least ` +
          `${neededMb} MB, and 1769 MB for photos of phones and cameras`,
      )
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

function isFolder(prefix: string): boolean {
  const segments = prefix.split('/')
  return (
    segments.pop() === '' &&
    segments.length > 0 &&
    segments.every((name) => /^(?!\.{1,2}$)[\w!.*'()-]+$/.test(name))
  )
}

/** `null` when it is not set, `undefined` when it is not valid. */
function parseObjectUrl(url: string | undefined): { bucket: string; key: string } | null | undefined {
  if (url === undefined || url === '') return null
  const [, bucket, key] = /^s3:\/\/([a-z0-9.-]+)\/(.+)$/.exec(url) ?? []
  return bucket === undefined || key === undefined ? undefined : { bucket, key }
}

function readTopic(arn: string | undefined, problems: string[]): string | null {
  if (arn === undefined || arn === '') return null
  if (!/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/.test(arn))
    problems.push(`RESULT_TOPIC_ARN is "${arn}"; it is the ARN of an SNS topic`)
  return arn
}

function readHeic(text: string | undefined, problems: string[]): 'libheif-js' | null {
  if (text !== undefined && !['', 'none', 'libheif-js'].includes(text)) {
    problems.push(`HEIC is "${text}"; known: none, libheif-js`)
  }
  return text === 'libheif-js' ? text : null
}

function readStrip(text: string | undefined, output: Config['output'], problems: string[]): boolean {
  if (text !== undefined && !['', 'false', 'true'].includes(text)) {
    problems.push(`STRIP_ORIGINAL is "${text}"; known: false, true`)
  }
  if (text === 'true' && output === 'replace') {
    problems.push('STRIP_ORIGINAL: with OUTPUT=replace no original is left')
  }
  return text === 'true'
}

function readScan(text: string | undefined, problems: string[]): boolean {
  if (text !== undefined && !['', 'none', 'guardduty'].includes(text)) {
    problems.push(`REQUIRE_SCAN is "${text}"; known: none, guardduty`)
  }
  return text === 'guardduty'
}

function readNamespace(text: string | undefined, problems: string[]): string | null {
  if (text === 'none') return null
  const namespace = text || 'S3Uploader'
  if (!/^[\w./#:-]{1,255}$/.test(namespace) || namespace.startsWith('AWS/')) {
    problems.push(`METRICS_NAMESPACE is "${namespace}"; it is a CloudWatch namespace of your own, or none`)
  }
  return namespace
}

function readCount(
  name: string,
  env: Record<string, string | undefined>,
  fallback: number,
  problems: string[],
): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0
  if (value < 1) problems.push(`${name} is "${text}"; it is a whole number above zero`)
  return value
}

function readList(text: string | undefined): readonly string[] | null {
  const items = (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return items.length === 0 ? null : Object.freeze(items)
}
