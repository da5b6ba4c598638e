/**
 * `npm run local`: the embedded S3, SNS and Lambda host alone, until Ctrl+C.
 *
 * Standard output has `export NAME=value` lines and nothing else, for a shell to read; sentences go to standard error.
 * `PORT` (default 9000) is S3's and `SNS_PORT` SNS's; 0, and SNS by default, takes any that is free. `DIRECTORY` keeps
 * what is stored for the next start.
 */
import { type LocalAws, startLocalAws } from './index.ts'

async function start(env: NodeJS.ProcessEnv): Promise<LocalAws> {
  const directory = env.DIRECTORY ? { directory: env.DIRECTORY } : {}
  return startLocalAws({
    s3Port: portOf('PORT', env.PORT ?? '9000'),
    snsPort: portOf('SNS_PORT', env.SNS_PORT ?? '0'),
    ...directory,
  })
}

function portOf(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) < 65_536) return Number(value)
  throw new Error(`${name} must be a number from 0 to 65535, got ${JSON.stringify(value)}.`)
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

function fail(error: unknown): never {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

const starting = start(process.env)
// Also while it starts: nothing may be left running or lying about.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    starting.then((aws) => aws.close()).then(() => process.exit(0), fail)
  })
}

starting.then((aws) => {
  for (const [name, value] of Object.entries(aws.environment))
    process.stdout.write(`export ${name}=${value}\n`)
  say('S3, SNS and a Lambda host run on this machine, for it alone. Stop with Ctrl+C.')
}, fail)
