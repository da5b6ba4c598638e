/** A doctor before an embedded AWS with one thing wrong. */
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { readDoctorOptions } from '../../demo/command/doctor/doctor-options.ts'
import { examine } from '../../demo/command/doctor/examine.ts'
import type { Finding } from '../../demo/command/doctor/finding.ts'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../demo/local/index.ts'
import { type Change, changingProxy } from './changing-proxy.ts'

export const ORIGIN = 'https://app.example.com'

/** Of the process, for all tests of the file: the doctor's clients take them from there. */
export function provideCredentials(): void {
  const saved = { ...process.env }
  beforeAll(() => {
    process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
    process.env.AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  })
  afterAll(() => {
    process.env = saved
  })
}

/** Every sixth case; all of them in `npm run test:aws`. */
export function sample<Case>(cases: readonly Case[]): readonly Case[] {
  return process.env.TEST_DOCTOR === 'whole' ? cases : cases.filter((_, index) => index % 6 === 0)
}

export interface Fault {
  local?: LocalAwsOptions
  s3?: Change
  sns?: Change
  env?: Record<string, string>
  args?: readonly string[]
  signal?: AbortSignal
}

export async function startAws(local: LocalAwsOptions = {}): Promise<LocalAws> {
  const aws = await startLocalAws({ lambda: false, ...local })
  onTestFinished(() => aws.close())
  return aws
}

export function environmentOf(aws: LocalAws): Record<string, string> {
  return { ...aws.environment, UPLOAD_BUCKET: aws.bucket, UPLOAD_TOPIC_ARN: aws.topicArn }
}

export function optionsOf(args: readonly string[], env: Record<string, string>) {
  return readDoctorOptions(['--origin', ORIGIN, '--wait', '0', ...args], env)
}

export async function findingsOf({ local, s3, sns, env, args = ['--quick'], signal }: Fault) {
  const aws = await startAws(local)
  const environment = { ...environmentOf(aws), ...env }
  if (s3) environment.AWS_ENDPOINT_URL_S3 = await changingProxy(aws.s3Endpoint, s3)
  if (sns) environment.AWS_ENDPOINT_URL_SNS = await changingProxy(aws.snsEndpoint, sns)
  const { findings, left } = await examine(optionsOf(args, environment), environment, signal)
  return { aws, findings, left, faults: faultsOf(findings) }
}

export const faultsOf = (findings: readonly Finding[]) =>
  findings.filter(({ outcome }) => outcome === 'failure' || outcome === 'warning')

export async function stored({
  region,
  s3Endpoint,
  bucket,
  ...credentials
}: LocalAws): Promise<(string | undefined)[]> {
  const s3 = new S3Client({ region, credentials, endpoint: s3Endpoint, forcePathStyle: true })
  const [objects, uploads] = [
    await s3.send(new ListObjectsV2Command({ Bucket: bucket })),
    await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket })).catch(() => ({ Uploads: [] })),
  ]
  return [...(objects.Contents ?? []), ...(uploads.Uploads ?? [])].map(({ Key }) => Key)
}

export const isBucket = (path: string) => /^\/uploads\/?$/.test(path)
export const always =
  (reply: ReturnType<Change>): Change =>
  () =>
    reply
