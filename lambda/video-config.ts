import { ConfigError, readConfig } from './config.ts'
import type { VideoConfig } from './process-video.ts'

const HEIGHTS = [360, 480, 720, 1080]
const DEFAULT_HEIGHT = '720'

/**
 * Reads `MEDIACONVERT_ROLE_ARN`, `VIDEO_HEIGHT` and, as the image function does, `DERIVED_PREFIX` and `OUTPUT_BUCKET`.
 *
 * @throws ConfigError
 */
export function readVideoConfig(
  env: Record<string, string | undefined>,
): VideoConfig & { readonly roleArn: string; readonly height: number } {
  const problems: string[] = []
  const roleArn = env.MEDIACONVERT_ROLE_ARN ?? ''
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
    problems.push(
      `MEDIACONVERT_ROLE_ARN is "${roleArn}"; it is the ARN of the role that MediaConvert assumes`,
    )
  }
  const height = Number(env.VIDEO_HEIGHT || DEFAULT_HEIGHT)
  if (!HEIGHTS.includes(height))
    problems.push(`VIDEO_HEIGHT is "${env.VIDEO_HEIGHT}"; known: ${HEIGHTS.join(', ')}`)
  if (problems.length > 0) throw new ConfigError(problems)
  const { DERIVED_PREFIX, OUTPUT_BUCKET } = env
  const { derivedPrefix, outputBucket } = readConfig({ DERIVED_PREFIX, OUTPUT_BUCKET })
  return Object.freeze({ derivedPrefix, outputBucket, roleArn, height })
}
