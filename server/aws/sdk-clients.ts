import type { S3Client } from '@aws-sdk/client-s3'
import type { SNSClient } from '@aws-sdk/client-sns'

/** Clients of the host's, for tracing or tuning; `region`, `endpoint` and `credentials` then do not apply. */
export interface SdkClients {
  s3Client?: S3Client | undefined
  snsClient?: SNSClient | undefined
}
