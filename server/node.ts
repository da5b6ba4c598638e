/**
 * The Node entry: the upload API as its own process, configured by the environment.
 *
 * Owns the process: variables, port, signals, exit codes. The app it serves is in `standalone-app.ts`.
 */
import { Server } from 'node:http'
import { type ServerType, serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { awsAdapterNamed } from './aws-adapter-named.ts'
import { configFromEnv } from './config-from-env.ts'
import { ConfigError } from './options/config-error.ts'
import { type StandaloneApp, standaloneApp } from './standalone-app.ts'

// Longer than a request waits for AWS (19 s at most), shorter than the 30 s after which orchestrators kill.
const STOP_MS = 28_000

/** Without requests for this time, no client is in the middle of something. It is waited for at most 3 s. */
const QUIET_MS = 500
const MAX_QUIET_WAIT_MS = 3_000

/** Load balancers reuse connections for 60 s (AWS) to 75 s (nginx): closed earlier by us, their next request fails. */
const KEEP_ALIVE_MS = 75_000

async function start(): Promise<void> {
  const config = configFromEnv(process.env)
  const standalone = standaloneApp(config, {
    aws: await awsAdapterNamed(config.awsClient),
    write: (line) => process.stdout.write(`${line}\n`),
    addressOf: (c) => getConnInfo(c).remote.address ?? '',
  })
  const { port, host: hostname, basePath } = config
  const address = hostname === undefined ? { port } : { port, hostname }
  const server = serve({ fetch: standalone.app.fetch, ...address }, (info) => {
    const name = info.address === '::' || info.address === '0.0.0.0' ? 'localhost' : info.address
    const host = name.includes(':') ? `[${name}]` : name
    process.stdout.write(`Upload API on http://${host}:${info.port}${basePath}\n`)
    void reportFaults(standalone)
  })
  if (server instanceof Server) {
    server.keepAliveTimeout = KEEP_ALIVE_MS
    server.headersTimeout = KEEP_ALIVE_MS + 5_000
    server.requestTimeout = 60_000
  }
  server.on('error', (error: NodeJS.ErrnoException) => {
    fail(error.code === 'EADDRINUSE' ? `Port ${port} is already in use.` : `Cannot serve: ${error.message}`)
  })
  const stopOnce = () => stop(server, standalone, config.drainSeconds * 1000)
  process.once('SIGTERM', stopOnce)
  process.once('SIGINT', stopOnce)
}

/** Faults of the configuration are told at the start, and not only by the first upload that fails. */
async function reportFaults({ probe }: StandaloneApp): Promise<void> {
  for (const message of await probe()) {
    const line = { time: new Date().toISOString(), level: 'error', service: 's3-uploader', message }
    process.stderr.write(`${JSON.stringify(line)}\n`)
  }
}

/**
 * Stops without losing a request: readiness turns red and responses close their connections, while the port stays open for
 * load balancers that have not noticed yet, then until no request comes for half a second. A second signal ends the process at once.
 */
function stop(server: ServerType, { drain }: StandaloneApp, drainMs: number): void {
  drain()
  let lastRequestAt = Date.now()
  server.on('request', () => {
    lastRequestAt = Date.now()
  })
  const deadline = setTimeout(() => {
    process.stderr.write('Requests were still under way at the deadline and were cut off.\n')
    process.exit(1)
  }, STOP_MS)
  const startedAt = Date.now()
  const latestMs = drainMs + MAX_QUIET_WAIT_MS
  const timer = setInterval(() => {
    const now = Date.now()
    const isQuiet = now - lastRequestAt >= QUIET_MS && now - startedAt >= drainMs
    if (!isQuiet && now - startedAt < latestMs) return
    clearInterval(timer)
    server.close(() => {
      clearTimeout(deadline)
      process.exit(0)
    })
  }, 100)
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

try {
  await start()
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  fail(error.message)
}
