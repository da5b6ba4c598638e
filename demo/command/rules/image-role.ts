import type { PolicyDocument } from '../../../server/options/aws-rules.ts'

export interface ImageRoleOptions {
  /** Where originals are, with their prefixes. */
  buckets: Readonly<Record<string, readonly string[]>>
  derivedBucket: string
  derivedPrefix: string
  /** What invokes the function; `null`: SNS does. */
  queueArn: string | null
}

/** The policy of the image function's role, besides its log. */
export function imageRole({
  buckets,
  derivedBucket,
  derivedPrefix,
  queueArn,
}: ImageRoleOptions): PolicyDocument {
  const arn = (bucket: string) => `arn:aws:s3:::${bucket}`
  const originals = Object.entries(buckets).flatMap(([bucket, prefixes]) =>
    prefixes.map((prefix) => `${arn(bucket)}/${prefix}*`),
  )
  const allow = (Action: readonly string[], Resource: readonly string[]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  })
  return {
    Version: '2012-10-17',
    Statement: [
      allow(['s3:GetObject', 's3:GetObjectVersion'], originals),
      allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [`${arn(derivedBucket)}/${derivedPrefix}*`]),
      // Without it S3 answers 403 instead of 404 for what is not there.
      allow(['s3:ListBucket'], [...new Set([...Object.keys(buckets), derivedBucket])].map(arn)),
      ...(queueArn === null
        ? []
        : [allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queueArn])]),
    ],
  }
}
