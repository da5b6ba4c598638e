import {
  createBucket,
  deleteBucket,
  deleteBucketCors,
  deleteObjects,
  getBucketCors,
  getBucketLocation,
  headBucket,
  listBuckets,
  listObjectsV2,
  putBucketAcl,
  putBucketCors,
} from './bucket-operations.ts'
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './multipart-operations.ts'
import { deleteObject, getObject, putObject } from './object-operations.ts'
import { postObject } from './post-object.ts'
import type { S3Operation } from './s3-call.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'

/** An operation of S3 by Amazon's name, and where its signature is: with the request or in the form. */
export interface S3Route {
  operation: string
  handle: S3Operation
  signature: 'request' | 'form'
}

/** Query parameters that name another operation on the same address. */
const subresources = [
  'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle',
  'location logging metrics notification object-lock ownershipControls partNumber policy policyStatus',
  'publicAccessBlock renameObject replication requestPayment restore retention select tagging torrent uploadId',
  'uploads versionId versioning versions website',
].flatMap((line) => line.split(' '))

/** Method, level and subresources (sorted) to operation. */
const routes: Record<string, [operation: string, handle: S3Operation]> = {
  'GET service': ['ListBuckets', listBuckets],
  'PUT bucket': ['CreateBucket', createBucket],
  'HEAD bucket': ['HeadBucket', headBucket],
  'GET bucket': ['ListObjectsV2', listObjectsV2],
  'DELETE bucket': ['DeleteBucket', deleteBucket],
  'POST bucket': ['PostObject', postObject],
  'GET bucket location': ['GetBucketLocation', getBucketLocation],
  'GET bucket uploads': ['ListMultipartUploads', listMultipartUploads],
  'PUT bucket acl': ['PutBucketAcl', putBucketAcl],
  'POST bucket delete': ['DeleteObjects', deleteObjects],
  'PUT bucket cors': ['PutBucketCors', putBucketCors],
  'GET bucket cors': ['GetBucketCors', getBucketCors],
  'DELETE bucket cors': ['DeleteBucketCors', deleteBucketCors],
  'PUT object': ['PutObject', putObject],
  'GET object': ['GetObject', getObject],
  'HEAD object': ['HeadObject', getObject],
  'DELETE object': ['DeleteObject', deleteObject],
  'POST object uploads': ['CreateMultipartUpload', createMultipartUpload],
  'PUT object partNumber uploadId': ['UploadPart', uploadPart],
  'GET object uploadId': ['ListParts', listParts],
  'POST object uploadId': ['CompleteMultipartUpload', completeMultipartUpload],
  'DELETE object uploadId': ['AbortMultipartUpload', abortMultipartUpload],
}

/** Throws `NotImplemented` for operations this S3 lacks: never does one thing when asked for another. */
export function findRoute(request: S3Request): S3Route {
  const level = request.bucket === null ? 'service' : request.key === null ? 'bucket' : 'object'
  const named = subresources.filter((name) => request.query.has(name))
  const found = routes[[request.method, level, ...named].join(' ')]
  if (found) {
    const [operation, handle] = found
    if (handle === listObjectsV2 && request.query.get('list-type') !== '2') {
      throw new S3Error('NotImplemented', { message: 'ListObjects is not implemented: use version 2' })
    }
    return { operation, handle, signature: handle === postObject ? 'form' : 'request' }
  }
  if (named.length > 0) throw new S3Error('NotImplemented', { details: { ResourceType: named.join(' ') } })
  throw new S3Error('MethodNotAllowed', {
    details: { Method: request.method, ResourceType: level.toUpperCase() },
  })
}
