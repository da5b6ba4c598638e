import { createTarget, type S3Target } from './s3-target.ts'

/** @throws Error that names the missing environment variables */
export function endpointTarget(
  endpoint: string,
  environment: Readonly<Record<string, string | undefined>>,
): S3Target {
  const {
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN,
    AWS_REGION = 'us-east-1',
  } = environment
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_REGION unless it is us-east-1.')
  }
  const credentials = {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  }
  return createTarget({ server: 'endpoint', endpoint, region: AWS_REGION, credentials })
}
