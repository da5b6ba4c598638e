/**
 * `npm run reprocess -- --bucket NAME (--key KEY | --prefix PREFIX | --list FILE) [--force] [--concurrency N]`
 *
 * Processes uploads again on this machine, with the function's environment variables and the credentials of the AWS
 * SDK. Uploads that the same settings have already processed are skipped, so it can be interrupted and repeated.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from './config.ts'
import { createLibheifDecoder } from './libheif-decoder.ts'
import { type ReprocessCounts, reprocessAll } from './reprocess-all.ts'
import type { ReprocessRequest } from './reprocess-request.ts'
import { DEFAULT_CONCURRENCY, REPROCESS_USAGE } from './reprocess-usage.ts'
import { createS3ObjectStore } from './s3-object-store.ts'
import { createSharpImageTransformer } from './sharp-image-transformer.ts'

/** For one original, in milliseconds. */
const TIMEOUT_MS = 120_000
/** Characters of the progress bar. */
const BAR_LENGTH = 30

async function readRequest(): Promise<{ request: ReprocessRequest; concurrency: number } | 'help' | null> {
  const { values } = parseArgs({
    options: {
      bucket: { type: 'string' },
      key: { type: 'string', multiple: true },
      prefix: { type: 'string' },
      list: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
      force: { type: 'boolean', default: false },
      concurrency: { type: 'string', default: String(DEFAULT_CONCURRENCY) },
    },
  })
  if (values.help) return 'help'
  const { bucket, key, prefix, list, force } = values
  const concurrency = Number(values.concurrency)
  const chosen = [key, prefix, list].filter((each) => each !== undefined)
  if (bucket === undefined || chosen.length !== 1 || !(concurrency >= 1 && concurrency <= 64)) return null
  if (prefix !== undefined)
    return { request: { bucket, selection: { kind: 'prefix', prefix }, force }, concurrency }
  // One key a line.
  const lines = list === undefined ? [] : (await readFile(list, 'utf8')).split(/\r?\n/)
  const keys = key ?? lines.filter((line) => line !== '')
  return { request: { bucket, selection: { kind: 'keys', keys }, force }, concurrency }
}

/** One line that is written over where a person watches; otherwise only the result. */
function show({ ready, failed, skipped, errors }: ReprocessCounts, total: number, isLast: boolean): void {
  const done = ready + failed + skipped + errors
  const share = total === 0 ? 1 : done / total
  const filled = Math.round(share * BAR_LENGTH)
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_LENGTH - filled)}]`
  const counts = `${done} of ${total}: ${ready} ready, ${skipped} skipped, ${failed} failed, ${errors} errors`
  if (process.stdout.isTTY) process.stdout.write(`\r${bar} ${counts}${isLast ? '\n' : ''}`)
  else if (isLast) process.stdout.write(`${counts}\n`)
}

async function main(): Promise<number> {
  const parsed = await readRequest()
  if (parsed === 'help') {
    process.stdout.write(REPROCESS_USAGE)
    return 0
  }
  if (parsed === null) {
    process.stderr.write(REPROCESS_USAGE)
    return 2
  }
  const { request, concurrency } = parsed
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL
  const store = createS3ObjectStore(endpoint ? { endpoint } : {})
  const config = readConfig(process.env)
  const images = createSharpImageTransformer()
  const heic = config.heic === null ? null : createLibheifDecoder()
  const ports = { config, store, images, now: Date.now, ...(heic && { heic }) }

  const { selection, bucket } = request
  const keys: string[] = []
  if (selection.kind === 'keys') keys.push(...selection.keys)
  else for await (const key of store.list(bucket, selection.prefix)) keys.push(key)
  const all: ReprocessRequest = { ...request, selection: { kind: 'keys', keys } }
  const counts = await reprocessAll(all, ports, {
    concurrency,
    timeoutMs: TIMEOUT_MS,
    onProgress: (progress) => show(progress, keys.length, false),
    onError: (key, error) =>
      process.stderr.write(`\n${key}: ${error instanceof Error ? error.message : String(error)}\n`),
  })
  show(counts, keys.length, true)
  return counts.errors > 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  const isExpected = error instanceof ConfigError || (error instanceof TypeError && 'code' in error)
  process.stderr.write(isExpected ? `${error.message}\n\n${REPROCESS_USAGE}` : `${String(error)}\n`)
  process.exitCode = 2
}
