/** A whole run of the three functions with the template's variables, on the embedded S3 and SNS, call by call. */
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3'
import sharp from 'sharp'
import { expect } from 'vitest'
import type {
  CompleteResponse,
  PresignedUpload,
  PresignResponse,
  StatusResponse,
} from '../../component/protocol.ts'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import type { LambdaHandler, SweepHandler } from '../../server/lambda.ts'
import { fetchFrom } from '../server/support/function-url.ts'
import { startScriptedServer } from '../server/support/scripted-server.ts'
import { type AwsCall, callsOf } from './recorded-calls.ts'
import { type Resolved, resolveTemplate } from './resolve-template.ts'

export interface Functions {
  /** Each is called when the function's variables are in the environment. */
  loadApi(): Promise<LambdaHandler>
  loadSweep(): Promise<SweepHandler>
  loadImage(): Promise<(event: object, context: object) => Promise<unknown>>
}

export type CallsByFunction = Record<'ApiFunction' | 'SweepFunction' | 'ImageFunction', AwsCall[]>

const SECRET = 'a-secret-of-at-least-thirty-two-bytes'
const MIB = 1024 * 1024

/** @returns what each function asked AWS for, callers' uses of its signatures included */
export async function runWholeJourney(functions: Functions): Promise<CallsByFunction> {
  const { Resources } = resolveTemplate()
  const trace: TraceEntry[] = []
  const aws = await startLocalAws({
    lambda: false,
    bucket: String(Resources.UploadBucket?.Properties.BucketName),
    topic: 'UploadTopic',
    onTrace: (entry) => trace.push(entry),
  })
  const secretsRead: string[] = []
  const secrets = await startScriptedServer(({ body }) => {
    const { SecretId } = JSON.parse(body) as { SecretId: string }
    secretsRead.push(SecretId)
    return { status: 200, body: JSON.stringify({ ARN: SecretId, SecretString: SECRET }) }
  })
  const environment = { ...aws.environment, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url }
  const restore = withVariables(environment)
  /** The calls since the last one. */
  const takeCalls = (): AwsCall[] => [
    ...callsOf(trace.splice(0)),
    ...secretsRead.splice(0).map((resource) => ({ action: 'secretsmanager:GetSecretValue', resource })),
  ]
  const load = async <T>(id: string, loader: () => Promise<T>): Promise<T> => {
    const { Variables } = Object(Resources[id]?.Properties.Environment) as {
      Variables: Record<string, string>
    }
    const undo = withVariables(stringsOf(Variables))
    return loader().finally(undo)
  }
  try {
    const api = new ApiClient(await load('ApiFunction', functions.loadApi))
    const { photo, results } = await uploadEverything(api)
    await api.status(photo.ticket)
    const apiCalls = takeCalls()

    const image = await load('ImageFunction', functions.loadImage)
    const [completed] = results
    await processPhoto(image, { ...completed, bucket: aws.bucket })
    const imageCalls = takeCalls()
    expect(await api.status(photo.ticket)).toMatchObject({ state: 'ready' })
    apiCalls.push(...takeCalls())
    await removePhoto(aws, String(completed?.key))
    takeCalls()
    await image(removalOf(aws.bucket, String(completed?.key)), contextOf())
    imageCalls.push(...takeCalls())

    await api.forget()
    takeCalls()
    const sweep = await load('SweepFunction', functions.loadSweep)
    await sweep({ source: 'aws.events' })
    return { ApiFunction: apiCalls, ImageFunction: imageCalls, SweepFunction: takeCalls() }
  } finally {
    restore()
    await Promise.all([aws.close(), secrets.close()])
  }
}

/** Sets variables of this process; the returned function brings the former ones back. */
function withVariables(variables: Readonly<Record<string, string>>): () => void {
  const former = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  return () => {
    for (const [name, value] of former) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

function stringsOf(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
}

class ApiClient {
  readonly #fetch: ReturnType<typeof fetchFrom>

  constructor(handler: LambdaHandler) {
    this.#fetch = fetchFrom(handler, 'base64')
  }

  async post<T>(path: string, body: object): Promise<T> {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${SECRET}`,
      'x-origin-verify': SECRET,
    }
    const response = await this.#fetch(`/uploads${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer as T
  }

  async readyz(): Promise<unknown> {
    return (await this.#fetch('/readyz', { headers: { 'x-origin-verify': SECRET } })).json()
  }

  async presign(name: string, size: number): Promise<PresignedUpload> {
    const files = [{ ref: name, name, size, type: 'image/jpeg' }]
    const [upload] = (await this.post<PresignResponse>('/presign', { files })).uploads
    if (upload?.ok !== true) throw new Error(`Not signed: ${JSON.stringify(upload)}`)
    return upload
  }

  async status(ticket: string): Promise<unknown> {
    return (await this.post<StatusResponse>('/status', { tickets: [ticket] })).uploads[0]
  }

  /** An upload whose browser goes away between S3 and the API, and one whose form is posted again after its completion. */
  async forget(): Promise<void> {
    await sendForm(await this.presign('forgotten.jpg', 1000), Buffer.alloc(1000))
    const twice = await this.presign('twice.jpg', 1000)
    await sendForm(twice, Buffer.alloc(1000))
    await this.post('/complete', { uploads: [{ ticket: twice.ticket }] })
    await sendForm(twice, Buffer.alloc(1000))
  }
}

/** A photo, a large file in parts, and two that are aborted. */
async function uploadEverything(api: ApiClient) {
  expect(await api.readyz()).toEqual({ status: 'ready', faults: [] })
  const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#2456d6' } })
    .jpeg()
    .toBuffer()
  const photo = await api.presign('photo.jpg', bytes.length)
  await api.status(photo.ticket)
  await sendForm(photo, bytes)
  const large = await api.presign('large.jpg', 17 * MIB)
  await sendParts(large)
  await api.post('/parts', { ticket: large.ticket })
  const { uploads } = await api.post<CompleteResponse>('/complete', {
    uploads: [{ ticket: photo.ticket }, { ticket: large.ticket }],
  })
  const results = uploads.map((result) => {
    if (!result.ok) throw new Error(`Not completed: ${JSON.stringify(result)}`)
    return result
  })

  const regretted = await api.presign('regretted.jpg', 1000)
  await sendForm(regretted, Buffer.alloc(1000))
  await api.post('/abort', { ticket: regretted.ticket })
  const regrettedParts = await api.presign('regretted-parts.jpg', 17 * MIB)
  await api.post('/abort', { ticket: regrettedParts.ticket })
  return { photo, results }
}

async function sendForm({ plan }: PresignedUpload, bytes: Uint8Array): Promise<void> {
  if (plan.kind !== 'post') throw new Error('A form is expected')
  const form = new FormData()
  for (const [name, value] of Object.entries(plan.fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(bytes)]))
  const { status } = await fetch(plan.url, { method: 'POST', body: form })
  expect(status).toBe(201)
}

async function sendParts({ plan }: PresignedUpload): Promise<void> {
  if (plan.kind !== 'multipart') throw new Error('Parts are expected')
  for (const { partNumber, url } of plan.parts) {
    const size = partNumber < plan.partCount ? plan.partSize : 17 * MIB - plan.partSize * (plan.partCount - 1)
    expect((await fetch(url, { method: 'PUT', body: new Uint8Array(size) })).status).toBe(200)
  }
}

/** As the queue delivers it, in SNS's raw form. */
async function processPhoto(
  image: (event: object, context: object) => Promise<unknown>,
  completed: object,
): Promise<void> {
  const body = JSON.stringify({ type: 'upload.completed', version: 1, ...completed })
  const Records = [{ messageId: 'm-1', receiptHandle: 'r-1', body, eventSource: 'aws:sqs' }]
  expect(await image({ Records }, contextOf())).toEqual({ batchItemFailures: [] })
}

function removalOf(bucket: string, key: string): object {
  const s3 = { bucket: { name: bucket }, object: { key } }
  return { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectRemoved:Delete', s3 }] }
}

async function removePhoto(
  { bucket, s3Endpoint, region, accessKeyId, secretAccessKey }: LocalAws,
  Key: string,
) {
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ region, endpoint: s3Endpoint, forcePathStyle: true, credentials })
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
  client.destroy()
}

function contextOf(): object {
  return { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60_000, functionVersion: '$LATEST' }
}

/** The statements of a function's role that allow a call. */
export function policyOf({ Resources }: Resolved, functionId: keyof CallsByFunction): unknown {
  return Resources[functionId.replace('Function', 'Policy')]?.Properties.PolicyDocument
}
