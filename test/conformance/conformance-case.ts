import type { S3Client } from '@aws-sdk/client-s3'
import type { BrowserPage } from './browser-page.ts'
import type { S3Target } from './s3-target.ts'

/**
 * One thing that S3 is asked, and what Amazon documents as its answer.
 *
 * Both sides are one line of text, such as `403 AccessDenied, nothing stored`: readable in the report, easy to compare,
 * and exact enough that a server which answers anything else is noticed.
 */
export interface ConformanceCase {
  /** Unique in the whole table. */
  name: string
  aws: string
  /** Says what happened in the words of `aws`. Rejects only where no answer was to be had. */
  run(scene: Scene): Promise<string>
}

/** What a case works with. */
export interface Scene extends S3Target {
  /** Private, shared by all cases, with CORS rules for `pageOrigin`. */
  bucket: string
  /** This case's own, and the prefix of every key it makes. */
  key: string
  /** The client as the SDK makes it: with checksums wherever it can. */
  defaultS3: S3Client
  /** Makes a bucket for this case alone; it is emptied and removed afterwards. */
  createBucket(): Promise<string>
  /** A page in a real browser, on `pageOrigin`. */
  browser(): Promise<BrowserPage>
}
