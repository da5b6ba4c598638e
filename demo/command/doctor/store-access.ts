import type { S3Client } from '@aws-sdk/client-s3'
import type { AwsRules } from '../../../server/options/aws-rules.ts'
import type { ConditionalOperation } from '../../../server/upload/store-capabilities.ts'

export interface StoreAccess {
  readonly s3: S3Client
  readonly bucket: string
  readonly prefix: string
  readonly pendingPrefix: string
  readonly derivedPrefix: string
  readonly rules: AwsRules
  /** How long the API lets an upload in parts take. */
  readonly multipartDays: number
  /** Whether browsers are sent to Transfer Acceleration. */
  readonly isAccelerated: boolean
  /** Operations that are said to observe `If-None-Match`. */
  conditions(): Promise<readonly ConditionalOperation[]>
}
