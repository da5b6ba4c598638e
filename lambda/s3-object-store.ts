import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { BodyReader } from './body-reader.ts'
import {
  type NewObject,
  type ObjectHead,
  type ObjectPin,
  type ObjectStore,
  type OpenObject,
  StorageError,
  type StorageErrorCode,
} from './object-store.ts'

/** Alibaba Cloud and Tencent Cloud refuse the bucket in the path. */
const BUCKET_IN_HOST = /(^|\.)(aliyuncs\.com|myqcloud\.com|tencentcos\.cn)$/

function hasBucketInHost(endpoint: unknown): boolean {
  return typeof endpoint === 'string' && BUCKET_IN_HOST.test(new URL(endpoint).hostname)
}

/**
 * The only file that uses the S3 client. Region and credentials come from the SDK's default providers; `options`
 * override them. With an `endpoint` the client is compatible with other stores: bucket in the path where they take that,
 * checksums only where S3 requires them.
 */
export function createS3ObjectStore(options: S3ClientConfig = {}): ObjectStore {
  const compatible: S3ClientConfig =
    options.endpoint === undefined
      ? {}
      : {
          forcePathStyle: !hasBucketInHost(options.endpoint),
          requestChecksumCalculation: 'WHEN_REQUIRED',
          responseChecksumValidation: 'WHEN_REQUIRED',
        }
  const client = new S3Client({
    // Milliseconds: a stalled socket fails early enough for another attempt within one invocation.
    requestHandler: { connectionTimeout: 3000, socketTimeout: 10_000 },
    ...compatible,
    ...options,
  })
  return {
    open: (source, signal) => open(client, source, signal),
    head: (source) => head(client, source),
    put: (object, signal) => put(client, object, signal),
    tags: (source) => tags(client, source),
    delete: (bucket, keys) => remove(client, bucket, keys),
    list: (bucket, prefix) => list(client, bucket, prefix),
  }
}

async function open(client: S3Client, source: ObjectPin, signal?: AbortSignal): Promise<OpenObject> {
  const response = await attempt('get', () =>
    client.send(new GetObjectCommand(pinned(source)), { ...(signal && { abortSignal: signal }) }),
  )
  const body = response.Body
  if (!(body instanceof Readable)) throw new StorageError('unavailable', 'S3 get: the response has no body')
  const discard = () => {
    // A late connection error is irrelevant after the body was dropped.
    body.on('error', () => {})
    body.destroy()
  }
  try {
    const opened = toHead(response)
    const chunks = new BodyReader(body, opened.size, signal)
    return {
      ...opened,
      peek: () => attempt('read', () => chunks.peek()),
      read: () => attempt('read', () => chunks.read()),
      discard,
    }
  } catch (error) {
    discard()
    throw error
  }
}

async function head(client: S3Client, source: ObjectPin): Promise<ObjectHead> {
  return toHead(await attempt('head', () => client.send(new HeadObjectCommand(pinned(source)))))
}

async function tags(
  client: S3Client,
  { bucket, key, versionId }: ObjectPin,
): Promise<Record<string, string>> {
  const command = new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId })
  const { TagSet = [] } = await attempt('tags', () => client.send(command))
  return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]))
}

async function put(client: S3Client, object: NewObject, signal?: AbortSignal): Promise<string> {
  const { condition } = object
  const command = new PutObjectCommand({
    Bucket: object.bucket,
    Key: object.key,
    Body: object.body,
    ContentType: object.contentType,
    ...(object.cacheControl !== undefined && { CacheControl: object.cacheControl }),
    ...(object.userMetadata !== undefined && { Metadata: object.userMetadata }),
    ...(condition?.kind === 'absent' && { IfNoneMatch: '*' }),
    // Without quotes, as in Amazon's examples: some stores compare it with their ETag as text.
    ...(condition?.kind === 'matches' && { IfMatch: condition.etag }),
  })
  const response = await attempt('put', () =>
    client.send(command, { ...(signal && { abortSignal: signal }) }),
  )
  return bareEtag(response.ETag)
}

function pinned(source: ObjectPin) {
  return {
    Bucket: source.bucket,
    Key: source.key,
    ...(source.versionId !== undefined && { VersionId: source.versionId }),
    ...(source.ifMatch !== undefined && { IfMatch: `"${source.ifMatch}"` }),
  }
}

function toHead(response: {
  ContentLength?: number | undefined
  ETag?: string | undefined
  VersionId?: string | undefined
  ContentType?: string | undefined
  Metadata?: Record<string, string> | undefined
}): ObjectHead {
  if (response.ContentLength === undefined) throw new StorageError('unavailable', 'S3 sent no Content-Length')
  return {
    size: response.ContentLength,
    etag: bareEtag(response.ETag),
    versionId: response.VersionId ?? null,
    contentType: response.ContentType ?? null,
    userMetadata: response.Metadata ?? {},
  }
}

/** One by one: `DeleteObjects` would need a checksum that some stores do not accept. */
async function remove(client: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await attempt('delete', () => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })))
  }
}

async function* list(client: S3Client, bucket: string, prefix: string): AsyncIterable<string> {
  let token: string | undefined
  do {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })
    const page = await attempt('list', () => client.send(command))
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key
    token = page.IsTruncated ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

function bareEtag(etag: string | undefined): string {
  if (etag === undefined) throw new StorageError('unavailable', 'S3 sent no ETag')
  return etag.replaceAll('"', '')
}

async function attempt<T>(operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (cause) {
    if (cause instanceof StorageError) throw cause
    const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined
    const name = cause instanceof Error ? cause.name : 'unknown error'
    throw new StorageError(codeOf(status, name), `S3 ${operation}: ${name}${status ? ` (${status})` : ''}`, {
      cause,
      requestId: cause instanceof S3ServiceException ? cause.$metadata.requestId : undefined,
    })
  }
}

function codeOf(status: number | undefined, name: string): StorageErrorCode {
  // A missing bucket is a wrong deployment, not a deleted upload.
  if (name === 'NoSuchBucket') return 'unavailable'
  switch (status) {
    case 404:
    // A version that is a delete marker.
    case 405:
      return 'not-found'
    case 412:
      return 'precondition-failed'
    case 409:
      return 'conflict'
    case 401:
    case 403:
      return 'denied'
    default:
      return 'unavailable'
  }
}
