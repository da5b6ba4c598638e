/**
 * `npm run test:s3`: the table of cases on an S3.
 *
 *   npm run test:s3                     the embedded one
 *   npm run test:s3 -- --ceph           Ceph's gateway, installed first if it is missing (Debian, as root); then the
 *                                       product from browser to status with Ceph as its store
 *   npm run test:s3 -- --s3rver         the product's API on s3rver, which lists no parts: large files are refused
 *   npm run test:s3 -- --swift          the product's API on OpenStack Swift, which has no forms; installed first if it is
 *                                       missing (Debian, as root)
 *   npm run test:s3 -- --endpoint URL   any other, with the credentials of the AWS SDK's environment variables
 *   npm run test:s3 -- --stress         the embedded one under load and with hostile requests, and its figures
 *   npm run test:s3 -- --only TEXT      cases whose name contains TEXT
 *   npm run test:s3 -- --verbose        also the cases that agree
 *
 * Exits with 1 if a response differs from Amazon's documentation and differences.ts has no reason for it, or if
 * differences.ts has a reason for a difference that no longer exists.
 */
import { parseArgs } from 'node:util'
import { conformanceCases } from './cases/index.ts'
import { differences } from './differences.ts'
import { endpointTarget } from './endpoint-target.ts'
import { runPipeline } from './run-pipeline.ts'
import { runTable } from './run-table.ts'
import type { S3Target } from './s3-target.ts'
import { startCeph } from './start-ceph.ts'
import { type RunningS3, startEmbedded } from './start-embedded.ts'
import { startS3rver } from './start-s3rver.ts'
import { startSwift } from './start-swift.ts'
import { StoreUnavailable } from './store-unavailable.ts'
import { runStress } from './stress.ts'

const { values } = parseArgs({
  options: {
    ceph: { type: 'boolean', default: false },
    s3rver: { type: 'boolean', default: false },
    swift: { type: 'boolean', default: false },
    endpoint: { type: 'string' },
    stress: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
})

/** Stores that are far from AWS, where only the product's own journey counts. */
const OTHERS: ReadonlySet<string> = new Set(['s3rver', 'swift'])

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const print = (line: string) => void process.stdout.write(`${line}\n`)

try {
  if (values.stress) await runStress(print)
  else await runCases()
} catch (error) {
  if (!(error instanceof StoreUnavailable)) throw error
  print(error.message)
}

async function runCases(): Promise<void> {
  const server = await start()
  // Ceph's daemons run in a session of their own, which Ctrl+C does not reach.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.stop().finally(() => process.exit(130)))
  }
  try {
    const isGood = OTHERS.has(server.target.server) || (await passTable(server.target))
    // `--only` is for work on single cases.
    const isWhole = values.only !== '' || (await runPipeline(server.target))
    process.exitCode = isGood && isWhole ? 0 : 1
  } finally {
    await server.stop()
  }
}

function start(): Promise<RunningS3> {
  if (values.endpoint !== undefined) {
    return Promise.resolve({ target: endpointTarget(values.endpoint, process.env), stop: async () => {} })
  }
  if (values.ceph) return startCeph()
  if (values.swift) return startSwift()
  return values.s3rver ? startS3rver() : startEmbedded()
}

function passTable(target: S3Target): Promise<boolean> {
  const cases = conformanceCases.filter(({ name }) => name.includes(values.only))
  return runTable(cases, differences, target, { print, verbose: values.verbose })
}
