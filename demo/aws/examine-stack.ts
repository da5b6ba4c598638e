import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AwsCli } from './aws-cli.ts'

const command = fileURLToPath(new URL('../command/bin.ts', import.meta.url))

/**
 * Runs `s3-uploader doctor` on the deployed stack; it prints what it finds. The token goes through the environment, where
 * other users of this machine do not see it.
 *
 * @returns whether nothing is wrong
 */
export async function examineStack(
  aws: AwsCli,
  outputs: Readonly<Record<string, string>>,
  token: string | null,
): Promise<boolean> {
  const { Url: url = '', ExistingBucketName, UploadBucket: bucket = ExistingBucketName } = outputs
  const { TopicArn: topicArn } = outputs
  const deadLetters = Object.entries(outputs).flatMap(([name, output]) =>
    name.endsWith('DeadLettersUrl') ? ['--dead-letters', output] : [],
  )
  const args = ['doctor', '--endpoint', `${url}/uploads`, '--origin', url, ...deadLetters]
  if (aws.isDryRun) {
    aws.print(`s3-uploader ${args.join(' ')}`)
    return true
  }
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const child = spawn(process.execPath, ['--import', tsx, command, ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      AWS_REGION: aws.region,
      ...(bucket !== undefined && { UPLOAD_BUCKET: bucket }),
      ...(topicArn !== undefined && { UPLOAD_TOPIC_ARN: topicArn }),
      ...(token !== null && { S3_UPLOADER_TOKEN: token }),
    },
  })
  const [code] = await once(child, 'close')
  return code === 0
}
