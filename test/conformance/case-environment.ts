/**
 * The environment of the cases: creates the shared bucket and a context for each case, and removes everything afterwards,
 * including objects and parts of refused or incomplete uploads.
 */
import { randomBytes } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { BrowserPage } from './browser-page.ts'
import type { CaseContext } from './conformance-case.ts'
import type { S3Target } from './s3-target.ts'

export class CaseEnvironment {
  readonly #target: S3Target
  readonly #page: BrowserPage
  readonly #defaultS3: S3Client
  readonly #prefix = `conformance-${randomBytes(4).toString('hex')}`
  readonly #buckets: string[] = []
  #sharedBucket = ''
  #contexts = 0

  private constructor(target: S3Target, page: BrowserPage) {
    this.#target = target
    this.#page = page
    const { endpoint, region, credentials } = target
    this.#defaultS3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 })
  }

  static async open(target: S3Target): Promise<CaseEnvironment> {
    const environment = new CaseEnvironment(target, await BrowserPage.serve())
    environment.#sharedBucket = await environment.#createBucket()
    const rule = {
      AllowedOrigins: [environment.#page.origin],
      AllowedMethods: ['GET', 'PUT', 'POST'],
      AllowedHeaders: ['content-type'],
      ExposeHeaders: ['ETag'],
    }
    const CORSConfiguration = { CORSRules: [rule] }
    await target.s3.send(new PutBucketCorsCommand({ Bucket: environment.#sharedBucket, CORSConfiguration }))
    return environment
  }

  context(): CaseContext {
    this.#contexts += 1
    return {
      ...this.#target,
      bucket: this.#sharedBucket,
      key: `case-${this.#contexts}/object`,
      defaultS3: this.#defaultS3,
      createBucket: (acl) => this.#createBucket(acl),
      browser: async () => this.#page,
    }
  }

  async close(): Promise<void> {
    await this.#page.close()
    // The other servers are removed with all their data.
    if (this.#target.server === 'endpoint') {
      for (const bucket of this.#buckets.splice(0)) await this.#removeBucket(bucket)
    }
    this.#target.s3.destroy()
    this.#defaultS3.destroy()
  }

  async #createBucket(ACL?: 'public-read-write'): Promise<string> {
    const Bucket = `${this.#prefix}-${this.#buckets.length}`
    const { region, s3 } = this.#target
    // us-east-1 has no constraint; it is also the usual region name of S3-compatible servers.
    const LocationConstraint = Object.values(BucketLocationConstraint).find((name) => name === region)
    const constraint = LocationConstraint ? { CreateBucketConfiguration: { LocationConstraint } } : {}
    await s3.send(new CreateBucketCommand({ Bucket, ACL, ...constraint }))
    this.#buckets.push(Bucket)
    return Bucket
  }

  async #removeBucket(Bucket: string): Promise<void> {
    const { s3 } = this.#target
    try {
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
      for (const { Key, UploadId } of Uploads) {
        await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
      }
      for (
        let objects = await this.#objects(Bucket);
        objects.length > 0;
        objects = await this.#objects(Bucket)
      ) {
        const remove = async () => {
          for (let object = objects.pop(); object; object = objects.pop()) {
            await s3.send(new DeleteObjectCommand({ Bucket, ...object }))
          }
        }
        await Promise.all(Array.from({ length: 16 }, remove))
      }
      await s3.send(new DeleteBucketCommand({ Bucket }))
    } catch (error) {
      // A case may have removed its bucket.
      if (!(error instanceof Error) || error.name !== 'NoSuchBucket') throw error
    }
  }

  /** With all versions, if the server has versions. */
  async #objects(Bucket: string): Promise<{ Key: string | undefined; VersionId?: string | undefined }[]> {
    const { s3 } = this.#target
    try {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }))
      return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }))
    } catch {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
      return Contents.map(({ Key }) => ({ Key }))
    }
  }
}
