/** All checks of one deployment. */
import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { sdkAdapter } from '../../../server/aws/sdk-adapter.ts'
import { ConfigError } from '../../../server/options/config-error.ts'
import { standaloneApp } from '../../../server/standalone-app.ts'
import type { Failure, FailureLog } from '../../../server/upload/failure-log.ts'
import { UsageError } from '../usage-error.ts'
import { type AwsAccess, awsAccess } from './aws-access.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { checkExpiredForm } from './check-expired-form.ts'
import { checkQueues } from './check-queues.ts'
import { checkStore } from './check-store.ts'
import { checkTopic } from './check-topic.ts'
import type { DoctorOptions, Environment } from './doctor-options.ts'
import { type Finding, failure, type Report, skipped } from './finding.ts'
import { runChecks } from './run-checks.ts'
import { StoredThings } from './stored-things.ts'
import { UploadApi } from './upload-api.ts'

const ENVIRONMENT = { check: 'environment', role: 'api' } as const
const DOCTOR = { check: 'doctor', role: 'api' } as const
const UNFINISHED = { change: 'Run it again: the checks after this one were not made.' }
/** Folders that are searched for a result that the API does not find. */
const MAX_FOLDERS = 50

export interface Examination {
  readonly findings: readonly Finding[]
  /** Keys that could not be removed. */
  readonly left: readonly string[]
}

/**
 * Tries the deployment that the options and the environment name, and removes what it stored.
 *
 * @throws UsageError where they name none
 */
export async function examine(
  options: DoctorOptions,
  environment: Environment,
  signal: AbortSignal = new AbortController().signal,
): Promise<Examination> {
  let access: AwsAccess | null = null
  if (environment.UPLOAD_BUCKET) {
    try {
      access = awsAccess(options, environment)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const fault = {
        visitor: 'The API does not start.',
        change: 'Set the variables of `s3-uploader serve`.',
      }
      return { findings: [failure(ENVIRONMENT, error.message, fault)], left: [] }
    }
  }
  const failures: Failure[] = []
  const api = apiOf(options, access, signal, (entry) => failures.push(entry))
  if (api === null) throw new UsageError('Name --endpoint, or set UPLOAD_BUCKET.')
  const stored = new StoredThings(api)
  const findings: Finding[] = []
  const report: Report = (...found) => findings.push(...found)
  try {
    await allChecks({ options, access, api, stored, signal, hint: () => failures.at(-1)?.hint }, report)
  } catch (error) {
    if (!signal.aborted)
      report(
        failure(
          DOCTOR,
          `A check could not be made: ${error instanceof Error ? error.message : error}`,
          UNFINISHED,
        ),
      )
  }
  if (signal.aborted) report(failure(DOCTOR, 'Interrupted. What was stored is removed.', UNFINISHED))
  return { findings, left: await stored.remove(access) }
}

interface Checks {
  readonly options: DoctorOptions
  readonly access: AwsAccess | null
  readonly api: UploadApi
  readonly stored: StoredThings
  readonly signal: AbortSignal
  hint(): string | undefined
}

async function allChecks(
  { options, access, api, stored, signal, hint }: Checks,
  report: Report,
): Promise<void> {
  let isReachable = true
  const fetch = boundedFetch(signal)
  if (access !== null) {
    const store = await checkStore(access, (key) => stored.addKey(key))
    report(...store.findings)
    isReachable = store.isReachable
    signal.throwIfAborted()
    report(...(await checkTopic(access.sns, access.topicArn, access.region)))
    signal.throwIfAborted()
    report(...(await checkQueues({ ...access, deadLetters: options.deadLetters })))
    signal.throwIfAborted()
  }
  if (!isReachable && options.endpoint === null) {
    report(skipped(DOCTOR, 'The other checks need the bucket: run again after the change.'))
    return
  }
  await runChecks(
    {
      ...options,
      api,
      fetch,
      signal,
      stored,
      hint,
      corsRule: access?.rules.buckets[access.bucket]?.cors,
      expected: access,
      findResult: (id) => (access === null ? Promise.resolve(null) : findResult(access, id)),
    },
    report,
  )
  if (access === null || !isReachable) return
  const Key = `${access.pendingPrefix}doctor-${crypto.randomUUID()}`
  stored.addKey(Key)
  report(await checkExpiredForm({ fetch, signal, s3: access.s3 }, { Bucket: access.bucket, Key }))
}

/** What was stored is also removed after an interruption. */
function apiOf(
  { endpoint, headers }: DoctorOptions,
  access: AwsAccess | null,
  signal: AbortSignal,
  log: FailureLog,
): UploadApi | null {
  const running = boundedFetch(signal)
  const removing = boundedFetch(new AbortController().signal)
  if (endpoint !== null) {
    const base = endpoint.replace(/\/+$/, '')
    return new UploadApi(
      (path, init) => (path === 'abort' ? removing : running)(`${base}/${path}`, init),
      headers,
    )
  }
  if (access === null) return null
  const { config } = access
  const { app } = standaloneApp(
    { ...config, rateLimit: null },
    { aws: sdkAdapter, write: () => {}, addressOf: () => '', options: { log } },
  )
  const base = `http://localhost${config.basePath}`
  return new UploadApi(async (path, init) => {
    if (path !== 'abort') signal.throwIfAborted()
    return app.fetch(new Request(`${base}/${path}`, init))
  }, headers)
}

/** The folder in which a function wrote the results of this upload, other than the API's. */
async function findResult({ s3, bucket, derivedPrefix }: AwsAccess, id: string): Promise<string | null> {
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/' })).catch(() => null)
  const folders = (listed?.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? [])
  for (const folder of folders.filter((each) => each !== derivedPrefix).slice(0, MAX_FOLDERS)) {
    const Key = `${folder}${id}/manifest.json`
    const found = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key })).catch(() => null)
    if (found !== null) return folder
  }
  return null
}
