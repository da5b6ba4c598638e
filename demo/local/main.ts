/**
 * `npm run local`: the embedded S3, SNS and Lambda host, until Ctrl+C. Standard output is shell code, messages go to
 * standard error. Port 0 is any free port; `DIRECTORY` keeps the stored objects.
 */
import { startLocalAws } from './index.ts'

const { PORT = '9000', SNS_PORT = '0', DIRECTORY } = process.env

function portOf(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) < 65_536) return Number(value)
  throw new Error(`${name} must be a number from 0 to 65535, got ${JSON.stringify(value)}.`)
}

async function start() {
  const ports = { s3Port: portOf('PORT', PORT), snsPort: portOf('SNS_PORT', SNS_PORT) }
  return startLocalAws({ ...ports, ...(DIRECTORY ? { directory: DIRECTORY } : {}) })
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}

const starting = start()
starting.then(({ environment }) => {
  for (const [name, value] of Object.entries(environment)) process.stdout.write(`export ${name}=${value}\n`)
  process.stderr.write(
    'S3, SNS and a Lambda host are running, reachable from this machine only. Stop with Ctrl+C.\n',
  )
}, fail)
// A signal during the start also ends all processes and removes all files.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void starting.then((aws) => aws.close()).then(() => process.exit(0), fail))
}
