import { S3Client } from '@aws-sdk/client-s3'

export type ServerName = 'embedded' | 'ceph' | 's3rver' | 'swift' | 'endpoint'

/** An S3 for the table of cases. */
export interface S3Target {
  /** The server's name in the table of differences. */
  server: ServerName
  /** Without a final slash. */
  endpoint: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** Path-style, without retries and without checksums by default: each call is exactly one request. */
  s3: S3Client
}

export function createTarget({ server, endpoint, region, credentials }: Omit<S3Target, 's3'>): S3Target {
  return {
    server,
    endpoint: endpoint.replace(/\/$/, ''),
    region,
    credentials,
    s3: new S3Client({
      endpoint,
      region,
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  }
}
