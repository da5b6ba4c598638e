import type { AdapterOptions, AwsServices } from './aws-adapter.ts'
import { probeAws } from './probe-aws.ts'
import type { S3Calls } from './s3-calls.ts'
import { S3Storage } from './s3-storage.ts'
import { type SnsCalls, SnsPublisher } from './sns-publisher.ts'

/** What the API works with, made of an adapter's calls. */
export function awsServices(s3: S3Calls, sns: SnsCalls, options: AdapterOptions): AwsServices {
  const storage = new S3Storage(s3, options)
  return {
    storage,
    publisher: new SnsPublisher(sns),
    probe: (resources) => probeAws({ s3, sns, storage }, resources),
  }
}
