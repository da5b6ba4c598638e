/**
 * The Node entry: the upload API as its own process, configured by the environment.
 *
 * Owns the process: variables, port, signals, exit codes. The app it serves is in `standalone-app.ts`.
 */
import { type ServerType, serve } from '@hono/node-server'
import { configFromEnv } from './config-from-env.ts'
import { ConfigError } from './options/config-error.ts'
import { standaloneApp } from './standalone-app.ts'

// Longer than a request waits for AWS (26 s at most), shorter than the 30 s after which orchestrators kill.
const DRAIN_MS = 28_000

function start(): void {
  const config = configFromEnv(process.env)
  const app = standaloneApp(config)
  const server = serve({ fetch: app.fetch, port: config.port }, ({ port }) => {
    process.stdout.write(`Upload API on http://localhost:${port}/uploads\n`)
  })
  server.on('error', (error: NodeJS.ErrnoException) => {
    fail(
      error.code === 'EADDRINUSE'
        ? `Port ${config.port} is already in use.`
        : `Cannot serve: ${error.message}`,
    )
  })
  process.once('SIGTERM', () => stop(server))
  process.once('SIGINT', () => stop(server))
}

/** Finishes the requests under way within 28 s; a second signal ends the process at once. */
function stop(server: ServerType): void {
  const deadline = setTimeout(() => {
    process.stderr.write('Requests were still under way at the deadline and were cut off.\n')
    process.exit(1)
  }, DRAIN_MS)
  server.close(() => {
    clearTimeout(deadline)
    process.exit(0)
  })
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

try {
  start()
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  fail(error.message)
}
