import type { MultipartStore } from './multipart-store.ts'
import type { ObjectStore } from './object-store.ts'
import type { SignedPayload, Signer } from './s3-auth.ts'
import type { S3Answer, S3Request } from './s3-request.ts'

/** What one operation works with. */
export interface S3Call {
  request: S3Request
  bucket: string
  /** Empty in operations on a bucket. */
  key: string
  /** What the signature says about the body. */
  payload: SignedPayload
  signer: Signer
  store: ObjectStore
  uploads: MultipartStore
}

export type S3Operation = (call: S3Call) => S3Answer | Promise<S3Answer>
