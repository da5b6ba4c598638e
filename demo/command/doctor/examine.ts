/** All checks of one deployment. */
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { sdkAdapter } from '../../../server/aws/sdk-adapter.ts'
import { configFromEnv, type ServerConfig } from '../../../server/config-from-env.ts'
import { awsRules } from '../../../server/options/aws-rules.ts'
import { ConfigError } from '../../../server/options/config-error.ts'
import type { UploadsOptions } from '../../../server/options/uploads-options.ts'
import { standaloneApp } from '../../../server/standalone-app.ts'
import { UsageError } from '../usage-error.ts'
import { checkDeadLetters } from './check-dead-letters.ts'
import { checkExpiredForm } from './check-expired-form.ts'
import { checkStore, type StoreAccess } from './check-store.ts'
import { checkTopic } from './check-topic.ts'
import type { DoctorOptions, Environment } from './doctor-options.ts'
import { fetchOnceMore } from './fetch-once-more.ts'
import { type Finding, failure } from './finding.ts'
import { runChecks } from './run-checks.ts'
import { SqsReader } from './sqs-reader.ts'
import { StoredThings } from './stored-things.ts'
import { UploadApi } from './upload-api.ts'

const ENVIRONMENT = { check: 'environment', role: 'api' } as const
/** Defaults of the API's options. */
const DEFAULT_PREFIXES = { prefix: 'uploads/', pendingPrefix: 'pending/', derivedPrefix: 'derived/' }
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
export async function examine(options: DoctorOptions, environment: Environment): Promise<Examination> {
  let access: Access | null = null
  if (environment.UPLOAD_BUCKET) {
    try {
      access = accessOf(configOf(environment), options, environment)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const fault = {
        visitor: 'The API does not start.',
        change: 'Set the variables of `s3-uploader serve`.',
      }
      return { findings: [failure(ENVIRONMENT, error.message, fault)], left: [] }
    }
  }
  const api = apiOf(options, access)
  if (api === null) throw new UsageError('Name --endpoint, or set UPLOAD_BUCKET.')
  const stored = new StoredThings(api)
  const findings: Finding[] = []
  if (access !== null) {
    findings.push(...(await checkStore(access)), ...(await checkTopic(access.sns, access.topicArn)))
    findings.push(...(await checkDeadLetters({ ...access, deadLetters: options.deadLetters })))
  }
  findings.push(
    ...(await runChecks({
      api,
      stored,
      endpoint: options.endpoint,
      origins: options.origins,
      route: options.route,
      waitSeconds: options.waitSeconds,
      withParts: options.withParts,
      corsRule: access?.rules.buckets[access.bucket]?.cors,
      findResult: (id) => (access === null ? Promise.resolve(null) : findResult(access, id)),
    })),
  )
  if (access !== null && findings.some(({ check, outcome }) => check === 'upload' && outcome === 'ok')) {
    findings.push(await checkExpiredForm(access.s3, access.bucket, access.pendingPrefix))
  }
  return { findings, left: await stored.remove(access) }
}

type Access = StoreAccess & {
  readonly sns: SNSClient
  readonly sqs: SqsReader
  readonly region: string
  readonly topicArn: string
  readonly derivedPrefix: string
  readonly config: ServerConfig
}

/** The API's own secret and access are not needed: tickets of the doctor are for its own API. */
function configOf(environment: Environment): ServerConfig {
  return configFromEnv({
    UPLOAD_SECRET: crypto.randomUUID() + crypto.randomUUID(),
    ...environment,
    UPLOAD_TOKEN: undefined,
    UPLOAD_PUBLIC: 'true',
  })
}

function accessOf(config: ServerConfig, { origins }: DoctorOptions, environment: Environment): Access {
  const { region, endpoint, snsEndpoint, bucket, topicArn, secret, routes, prefix } = config
  const uploadsOptions: UploadsOptions = {
    bucket,
    topicArn,
    secret: [...secret],
    authorize: 'public',
    routes,
    prefix,
  }
  const s3 = new S3Client({ region, ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }) })
  const { AWS_ENDPOINT_URL_SQS: ofSqs, AWS_ENDPOINT_URL: ofAll } = environment
  return {
    config,
    region,
    bucket,
    topicArn,
    ...DEFAULT_PREFIXES,
    ...(prefix === undefined ? {} : { prefix }),
    rules: awsRules(uploadsOptions, origins),
    s3,
    sqs: new SqsReader({ credentials: () => s3.config.credentials(), endpoint: ofSqs || ofAll || undefined }),
    sns: new SNSClient({ region, ...(snsEndpoint === undefined ? {} : { endpoint: snsEndpoint }) }),
  }
}

function apiOf({ endpoint, headers }: DoctorOptions, access: Access | null): UploadApi | null {
  if (endpoint !== null) {
    const base = endpoint.replace(/\/+$/, '')
    return new UploadApi((path, init) => fetchOnceMore(`${base}/${path}`, init), headers)
  }
  if (access === null) return null
  const { config } = access
  const { app } = standaloneApp(
    { ...config, rateLimit: null },
    { aws: sdkAdapter, write: () => {}, addressOf: () => '' },
  )
  const base = `http://localhost${config.basePath}`
  return new UploadApi(async (path, init) => app.fetch(new Request(`${base}/${path}`, init)), headers)
}

/** The folder in which a function wrote the results of this upload, other than the API's. */
async function findResult({ s3, bucket, derivedPrefix }: Access, id: string): Promise<string | null> {
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/' })).catch(() => null)
  const folders = (listed?.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? [])
  for (const folder of folders.filter((each) => each !== derivedPrefix).slice(0, MAX_FOLDERS)) {
    const Key = `${folder}${id}/manifest.json`
    const found = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key })).catch(() => null)
    if (found !== null) return folder
  }
  return null
}
