import type { S3Client } from '@aws-sdk/client-s3'
import type { BrowserPage } from './browser-page.ts'
import type { S3Target } from './s3-target.ts'

/**
 * A request to S3 and its response as Amazon documents it.
 *
 * Expectation and observation are one line of text, such as `403 AccessDenied, nothing stored`: readable in the report and
 * exact enough to detect any other response.
 */
export interface ConformanceCase {
  /** Unique in the whole table. */
  name: string
  aws: string
  /** Resolves with the observation, in the words of `aws`. Rejects only without a response. */
  run(context: CaseContext): Promise<string>
}

/** The environment of a case. */
export interface CaseContext extends S3Target {
  /** Private, shared by all cases, with CORS rules for `pageOrigin`. */
  bucket: string
  /** A key of this case alone, and the prefix of its other keys. */
  key: string
  /** The SDK's client with its defaults: it adds checksums wherever possible. */
  defaultS3: S3Client
  /** Creates a bucket for this case alone; it is removed afterwards, with its content. */
  createBucket(acl?: 'public-read-write'): Promise<string>
  /** A page in a real browser, on `pageOrigin`. */
  browser(): Promise<BrowserPage>
}
