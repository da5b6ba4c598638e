/**
 * `npm run local`: the embedded S3, SNS and Lambda host alone, until Ctrl+C. Standard output is for a shell to read,
 * sentences go to standard error. A port of 0 is any that is free; `DIRECTORY` keeps what is stored.
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
  process.stderr.write('S3, SNS and a Lambda host run on this machine, for it alone. Stop with Ctrl+C.\n')
}, fail)
// Also while it starts: nothing may be left running or lying about.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void starting.then((aws) => aws.close()).then(() => process.exit(0), fail))
}
