import type { StoreOptions } from '../upload/store-capabilities.ts'

/** How S3 and SNS are reached: the part of the host's options that only this folder reads. */
export interface AwsOptions {
  /** Where uploads are stored. A plain bucket name, not an access point ARN. */
  bucket: string
  /** Where completed uploads are announced; standard or FIFO. Its region is the SNS client's. Required without `publish`. */
  topicArn?: string | undefined

  /** Of the bucket. Default: what the AWS SDK finds (`AWS_REGION`, profile). */
  region?: string | undefined
  /** Of an S3-compatible store. Default: AWS, or what the AWS SDK finds (`AWS_ENDPOINT_URL_S3`, profile). */
  endpoint?: string | undefined
  /** The same store as browsers reach it, where that differs from `endpoint`. */
  publicEndpoint?: string | undefined
  /** Bucket in the path, not in the host name. Default: true with a custom endpoint. */
  forcePathStyle?: boolean | undefined
  /** Browsers send to S3 Transfer Acceleration. Not for buckets with dots. Default: false. */
  useAccelerateEndpoint?: boolean | undefined
  /** IPv6 as well. Default: false. */
  useDualstackEndpoint?: boolean | undefined
  /** Default: false. */
  useFipsEndpoint?: boolean | undefined
  /**
   * What the store can do, where that is not known by its host name: `forms` (whether it has POST Object), `conditions`,
   * `checksums`, `maxParts` (default 10,000), `listParts`, `bulkDelete`. What is given wins over what is known.
   */
  store?: StoreOptions | undefined
  /** The account that must own the buckets, 12 digits: a bucket that another account took over is refused. */
  expectedBucketOwner?: string | undefined
  snsEndpoint?: string | undefined
  /** Default: the AWS SDK's chain. Cloudflare Workers must pass them. */
  credentials?: S3Credentials | undefined
}

/** Static keys or a provider, as every AWS client takes them. */
export type S3Credentials = AwsCredentials | (() => Promise<AwsCredentials>)

export interface AwsCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration?: Date
}
