/** `s3-uploader doctor`: says what is wrong with a deployment. `--help` lists the options. */
import { UsageError } from '../usage-error.ts'
import { DOCTOR_USAGE } from '../usages.ts'
import { type Environment, readDoctorOptions } from './doctor-options.ts'
import { examine } from './examine.ts'
import { printedFindings } from './print-findings.ts'

async function main(): Promise<number> {
  const options = readDoctorOptions(process.argv.slice(2), process.env)
  const { environment, close } = options.isEmbedded
    ? await embedded()
    : { environment: process.env, close: async () => {} }
  try {
    const interruption = interruptible()
    const { findings, left } = await examine(options, environment, interruption)
    await print(
      options.output === 'json'
        ? `${JSON.stringify({ findings, left }, null, 2)}\n`
        : printedFindings(findings, left),
    )
    if (interruption.aborted) return 130
    return findings.some(({ outcome }) => outcome === 'failure') ? 1 : 0
  } finally {
    await close()
  }
}

/** Ctrl+C ends the checks, and what they stored is removed; a second one ends the process. */
function interruptible(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      process.stderr.write('Interrupted: removing what was stored. Again to leave it.\n')
      controller.abort()
    })
  }
  return controller.signal
}

/** Resolves when all of it is written: the process ends right after. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

async function embedded(): Promise<{ environment: Environment; close(): Promise<void> }> {
  const { startLocalAws } = await import('../../local/index.ts')
  const aws = await startLocalAws({ queue: { visibilityMs: 60_000 } })
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
