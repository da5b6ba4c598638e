import { startLocalAws } from '../../demo/local/index.ts'
import { createTarget, type S3Target } from './s3-target.ts'

export interface RunningS3 {
  target: S3Target
  stop(): Promise<void>
}

export async function startEmbedded(): Promise<RunningS3> {
  const aws = await startLocalAws({ lambda: false })
  const { s3Endpoint, region, accessKeyId, secretAccessKey } = aws
  const credentials = { accessKeyId, secretAccessKey }
  return {
    target: createTarget({ server: 'embedded', endpoint: s3Endpoint, region, credentials }),
    stop: aws.close,
  }
}
