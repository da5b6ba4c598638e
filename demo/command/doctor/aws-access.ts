/** What the checks reach AWS by, where the environment names a bucket. */
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { configFromEnv, type ServerConfig } from '../../../server/config-from-env.ts'
import { awsRules } from '../../../server/options/aws-rules.ts'
import type { UploadsOptions } from '../../../server/options/uploads-options.ts'
import { isPathStyle, storeCapabilities } from '../../../server/upload/store-capabilities.ts'
import type { DoctorOptions, Environment } from './doctor-options.ts'
import { SqsReader } from './sqs-reader.ts'
import type { StoreAccess } from './store-access.ts'

/** Defaults of the API's options. */
const DEFAULT_PREFIXES = { prefix: 'uploads/', pendingPrefix: 'pending/', derivedPrefix: 'derived/' }
/** Of `multipartWithinSeconds`, which no variable changes. */
const MULTIPART_DAYS = 7

export type AwsAccess = StoreAccess & {
  readonly sns: SNSClient
  readonly sqs: SqsReader
  readonly region: string
  readonly topicArn: string
  readonly config: ServerConfig
}

/** In milliseconds, with one retry: no check waits for an AWS that does not answer. */
const CLIENT = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
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

/** @throws {ConfigError} as the API does where its variables are wrong */
export function awsAccess({ origins }: DoctorOptions, environment: Environment): AwsAccess {
  const config = configOf(environment)
  const { region, endpoint, snsEndpoint, bucket, topicArn, secret, routes, prefix } = config
  const uploadsOptions: UploadsOptions = {
    bucket,
    topicArn,
    secret: [...secret],
    authorize: 'public',
    routes,
    prefix,
  }
  const s3 = new S3Client({
    ...CLIENT,
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: isPathStyle(endpoint) }),
  })
  const { AWS_ENDPOINT_URL_SQS: ofSqs, AWS_ENDPOINT_URL: ofAll } = environment
  return {
    config,
    region,
    bucket,
    topicArn,
    ...DEFAULT_PREFIXES,
    ...(prefix === undefined ? {} : { prefix }),
    rules: awsRules(uploadsOptions, origins),
    multipartDays: MULTIPART_DAYS,
    isAccelerated: config.useAccelerateEndpoint,
    conditions: async () => {
      // Also a profile may name the endpoint, which only the client knows.
      const { hostname } = new URL(await getSignedUrl(s3, new HeadBucketCommand({ Bucket: bucket })))
      return storeCapabilities([hostname], config.store).conditions
    },
    s3,
    sqs: new SqsReader({ credentials: () => s3.config.credentials(), endpoint: ofSqs || ofAll || undefined }),
    sns: new SNSClient({
      ...CLIENT,
      region,
      ...(snsEndpoint === undefined ? {} : { endpoint: snsEndpoint }),
    }),
  }
}
