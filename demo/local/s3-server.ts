/** The embedded S3: routes a request, checks its signature, performs the operation, responds and reports a trace. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AwsError } from './aws-error.ts'
import { getBucketNotification, putBucketNotification } from './bucket-notifications.ts'
import * as buckets from './buckets.ts'
import { copyObject } from './copy-object.ts'
import * as cors from './cors.ts'
import type { CorsRule } from './cors-rule.ts'
import { EventTargets } from './event-delivery.ts'
import { FaultSwitches } from './faults.ts'
import { type HttpResponse, type LoopbackServer, listenOnLoopback, sendResponse } from './http-server.ts'
import * as multipart from './multipart.ts'
import * as objects from './objects.ts'
import { postObject } from './post-object.ts'
import { readCall, type S3Call, type S3Operation, xmlResponse } from './s3-call.ts'
import { checkS3Signature, type Signer } from './signature.ts'
import { Store } from './store.ts'
import * as tags from './tags.ts'
import { type OnTrace, type S3Result, type S3Work, span } from './trace.ts'
import { renderXml } from './xml.ts'

type Place = { port: number; directory: string; bucket: string; corsRules: CorsRule[] }
export type S3Options = Place & {
  signer: Signer
  onTrace: OnTrace
  idleTimeoutMs?: number
  lacks?: readonly LackingFeature[]
  /** Default: none are played. */
  faults?: FaultSwitches
  /** Where events of buckets can go. Default: nowhere. */
  targets?: EventTargets
}

/** What other stores than AWS do not have: answered with 501. */
export type LackingFeature = 'forms' | 'lists-of-parts' | 'bulk-delete' | 'conditional-writes'

const LACKING_OPERATIONS: Readonly<Record<LackingFeature, string | null>> = {
  forms: 'PostObject',
  'lists-of-parts': 'ListParts',
  'bulk-delete': 'DeleteObjects',
  'conditional-writes': null,
}

/** Query parameters that select another operation on the same URL. */
const subresources = [
  'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle',
  'list-type location logging metrics notification object-lock ownershipControls partNumber policy policyStatus',
  'publicAccessBlock renameObject replication requestPayment restore retention select tagging torrent uploadId',
  'uploads versionId versioning versions website',
].flatMap((line) => line.split(' '))

/** Operations by method, level and sorted subresources. */
const routes: Record<string, [operation: string, perform: S3Operation]> = {
  'GET service': ['ListBuckets', buckets.listBuckets],
  'PUT bucket': ['CreateBucket', buckets.createBucket],
  'HEAD bucket': ['HeadBucket', () => ({ status: 200 })],
  'GET bucket': ['ListObjects', buckets.listObjects],
  'GET bucket list-type': ['ListObjectsV2', buckets.listObjectsV2],
  'GET bucket location': ['GetBucketLocation', () => xmlResponse('LocationConstraint', {})],
  'GET bucket uploads': ['ListMultipartUploads', multipart.listMultipartUploads],
  'GET bucket notification': ['GetBucketNotificationConfiguration', getBucketNotification],
  'GET bucket cors': ['GetBucketCors', cors.getBucketCors],
  'PUT bucket cors': ['PutBucketCors', cors.putBucketCors],
  'PUT bucket acl': ['PutBucketAcl', buckets.putBucketAcl],
  'POST bucket': ['PostObject', postObject],
  'POST bucket delete': ['DeleteObjects', buckets.deleteObjects],
  'DELETE bucket': ['DeleteBucket', buckets.deleteBucket],
  'DELETE bucket cors': ['DeleteBucketCors', cors.deleteBucketCors],
  'GET object': ['GetObject', objects.getObject],
  'GET object uploadId': ['ListParts', multipart.listParts],
  'GET object tagging': ['GetObjectTagging', tags.getObjectTagging],
  'HEAD object': ['HeadObject', objects.getObject],
  'PUT object': ['PutObject', objects.putObject],
  'PUT object copy': ['CopyObject', copyObject],
  'PUT object partNumber uploadId': ['UploadPart', multipart.uploadPart],
  'PUT object tagging': ['PutObjectTagging', tags.putObjectTagging],
  'POST object uploads': ['CreateMultipartUpload', multipart.createMultipartUpload],
  'POST object uploadId': ['CompleteMultipartUpload', multipart.completeMultipartUpload],
  'DELETE object': ['DeleteObject', objects.deleteObject],
  'DELETE object tagging': ['DeleteObjectTagging', tags.deleteObjectTagging],
  'DELETE object uploadId': ['AbortMultipartUpload', multipart.abortMultipartUpload],
}

export function startS3Server(options: S3Options): Promise<LoopbackServer> {
  const { port, directory, bucket, corsRules, idleTimeoutMs, faults = new FaultSwitches() } = options
  const { targets = new EventTargets({ region: options.signer.region }) } = options
  const store = new Store(directory, (event) =>
    targets.notify(event, store.buckets.get(event.bucket)?.notifications),
  )
  const { access = 'private', ...kept } = store.buckets.get(bucket) ?? {}
  store.buckets.set(bucket, { ...kept, access, corsRules })
  const serveUnlessBroken = async (message: IncomingMessage, response: ServerResponse) => {
    if (faults.admit(message)) await serve(message, response, store, { ...options, faults, targets })
  }
  return listenOnLoopback(port, serveUnlessBroken, idleTimeoutMs)
}

type Service = S3Options & { faults: FaultSwitches; targets: EventTargets }

async function serve(message: IncomingMessage, response: ServerResponse, store: Store, options: Service) {
  const { signer, onTrace, faults, targets } = options
  const RequestId = randomBytes(8).toString('hex').toUpperCase()
  const HostId = randomBytes(48).toString('base64')
  let call: S3Call | undefined
  let end = (_result: S3Result) => {}
  let result: HttpResponse
  let failure = {}
  try {
    call = readCall(message, store, signer, (source) => faults.pace(message, source))
    faults.check(message)
    const [operation, perform] = findRoute(call, targets)
    refuseLacking(options.lacks ?? [], operation, call)
    const { bucket, key } = call
    const copySource = call.headers.get('x-amz-copy-source')
    const work: S3Work = {
      service: 's3',
      operation,
      bucket: bucket || null,
      key: key || null,
      ...(copySource !== undefined && { copySource }),
    }
    end = span<S3Work, S3Result>(onTrace, randomUUID(), work)
    // A form has its signature in a field, a preflight has none.
    const isSigned = perform !== postObject && perform !== cors.preflight && !isPublicList(operation, call)
    if (isSigned) call.payloadHash = checkS3Signature(call, signer)
    if (bucket !== '' && perform !== buckets.createBucket) store.bucket(bucket)
    result = await perform(call)
  } catch (error) {
    const { code: Code, status, message: Message } = AwsError.of(error)
    result = { status, body: renderXml('Error', { Code, Message, Resource: call?.path, RequestId, HostId }) }
    failure = { errorCode: Code }
  }
  const { status, body = '', headers = {} } = result
  const ids = { 'x-amz-request-id': RequestId, 'x-amz-id-2': HostId, server: 'AmazonS3' }
  result.headers = { ...headers, ...(call && cors.corsHeaders(call)), ...ids }
  const requestBytes = Number(message.headers['content-length'] ?? 0)
  const responseBytes = typeof body === 'string' ? Buffer.byteLength(body) : Number(headers['content-length'])
  const traced = { key: call?.key || null, requestBytes, responseBytes }
  await sendResponse(message, response, result).then(
    () => end({ ...traced, status, ...failure }),
    () => end({ ...traced, status: response.headersSent ? status : 0, errorCode: 'ClientDisconnected' }),
  )
}

/** A list of a public bucket, asked for without any signature. */
function isPublicList(operation: string, { store, bucket, headers, query }: S3Call): boolean {
  const isAnonymous =
    !headers.has('authorization') && ![...query.keys()].some((name) => /^x-amz-/i.test(name))
  const isList = operation === 'ListObjects' || operation === 'ListObjectsV2'
  return isList && isAnonymous && (store.buckets.get(bucket)?.access ?? 'private') !== 'private'
}

/** @throws AwsError `NotImplemented` for what this S3 is told to lack */
function refuseLacking(
  lacks: readonly LackingFeature[],
  operation: string,
  { method, headers }: S3Call,
): void {
  const isCondition =
    method !== 'GET' && method !== 'HEAD' && (headers.has('if-none-match') || headers.has('if-match'))
  const isLacking = lacks.some((feature) => {
    return feature === 'conditional-writes' ? isCondition : LACKING_OPERATIONS[feature] === operation
  })
  if (isLacking) {
    throw new AwsError('NotImplemented', 'A header or operation that you provided is not implemented')
  }
}

/** @throws AwsError `NotImplemented` for operations that this S3 lacks, instead of performing a similar one */
function findRoute(call: S3Call, targets: EventTargets): [operation: string, perform: S3Operation] {
  const { method, headers, bucket, key, query } = call
  if (method === 'OPTIONS') return ['Preflight', cors.preflight]
  const level = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service'
  const named = subresources.filter((subresource) => query.has(subresource))
  const isCopy = level === 'object' && headers.has('x-amz-copy-source')
  const name = [method, level, ...(isCopy ? ['copy'] : []), ...named].join(' ')
  if (name === 'PUT bucket notification') {
    return ['PutBucketNotificationConfiguration', putBucketNotification(targets)]
  }
  const route = routes[name]
  if (!route) throw new AwsError('NotImplemented', `This S3 has no ${name}`)
  return route
}
