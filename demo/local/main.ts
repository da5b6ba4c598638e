/**
 * `npm run local`: the embedded S3, SNS, SQS and Lambda host, until Ctrl+C. Standard output is shell code, messages go to
 * standard error. Port 0 is any free port; `DIRECTORY` keeps the stored objects. Where a shell reads the output, as in
 * `eval "$(npm run -s local)"`, it goes on in the background; `--foreground` keeps it.
 */
import { isRead, reportReady, startInBackground } from './background.ts'
import { startLocalAws } from './index.ts'

const { PORT = '9000', SNS_PORT = '0', SQS_PORT = '0', QUEUE, DIRECTORY } = process.env

function portOf(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) < 65_536) return Number(value)
  throw new Error(`${name} must be a number from 0 to 65535, got ${JSON.stringify(value)}.`)
}

async function start() {
  const ports = {
    s3Port: portOf('PORT', PORT),
    snsPort: portOf('SNS_PORT', SNS_PORT),
    sqsPort: portOf('SQS_PORT', SQS_PORT),
  }
  return startLocalAws({ ...ports, ...(DIRECTORY && { directory: DIRECTORY }), ...(QUEUE && { queue: {} }) })
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}

function print(environment: Record<string, string>, how: string): void {
  for (const [name, value] of Object.entries(environment)) process.stdout.write(`export ${name}=${value}\n`)
  process.stderr.write(
    `S3, SNS and a Lambda host are running, reachable from this machine only. Stop with ${how}.\n`,
  )
}

function runHere(): void {
  const starting = start()
  starting.then(({ environment }) => {
    // The starter of a background process prints, and then nothing reads its standard error.
    if (process.send === undefined) print(environment, 'Ctrl+C')
    else reportReady(environment)
  }, fail)
  // A signal during the start also ends all processes and removes all files.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void starting.then((aws) => aws.close()).then(() => process.exit(0), fail))
  }
}

if (isRead() && !process.argv.includes('--foreground')) {
  startInBackground(new URL(import.meta.url)).then(({ pid, environment }) => {
    print({ ...environment, LOCAL_AWS_PID: String(pid) }, `kill ${pid}`)
  }, fail)
} else runHere()
