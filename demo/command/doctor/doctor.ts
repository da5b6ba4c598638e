/** `s3-uploader doctor`: says what is wrong with a deployment. `--help` lists the options. */
import { UsageError } from '../usage-error.ts'
import { DOCTOR_USAGE, type Environment, readDoctorOptions } from './doctor-options.ts'
import { examine } from './examine.ts'
import { printedFindings } from './print-findings.ts'

async function main(): Promise<number> {
  const options = readDoctorOptions(process.argv.slice(2), process.env)
  if (options === null) {
    process.stdout.write(DOCTOR_USAGE)
    return 0
  }
  const { environment, close } = options.isEmbedded
    ? await embedded()
    : { environment: process.env, close: async () => {} }
  try {
    const { findings, left } = await examine(options, environment)
    process.stdout.write(
      options.output === 'json'
        ? `${JSON.stringify({ findings, left }, null, 2)}\n`
        : printedFindings(findings, left),
    )
    return findings.some(({ outcome }) => outcome === 'failure') ? 1 : 0
  } finally {
    await close()
  }
}

async function embedded(): Promise<{ environment: Environment; close(): Promise<void> }> {
  const { startLocalAws } = await import('../../local/index.ts')
  const aws = await startLocalAws({ queue: {} })
  Object.assign(process.env, aws.environment)
  const own = { UPLOAD_BUCKET: aws.bucket, UPLOAD_TOPIC_ARN: aws.topicArn }
  return { environment: { ...process.env, ...aws.environment, ...own }, close: () => aws.close() }
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${DOCTOR_USAGE}`)
    process.exit(2)
  },
)
