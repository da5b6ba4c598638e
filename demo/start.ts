/**
 * `npm run demo`: the page, the API, and an embedded S3, SNS and Lambda unless the environment names real ones.
 *
 * `PORT` (default 5173) picks the page's port. With `UPLOAD_BUCKET`, `UPLOAD_TOPIC_ARN` and the AWS SDK's own variables
 * the same page runs against those.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { createServer as createVite } from 'vite'
import { type Backend, startBackend } from './backend.ts'
import { demoApp } from './demo-app.ts'
import { TraceHub } from './trace-hub.ts'

async function main(): Promise<void> {
  // Hides the SDK's notice about future Node versions.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const port = portOf(process.env.PORT)
  const trace = new TraceHub()
  const server = createServer()
  // First, because nothing else may start if the port is in use.
  await listen(server, port)

  const [backend, vite] = await Promise.all([
    startBackend(process.env, trace),
    createVite({
      configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
      appType: 'spa',
      clearScreen: false,
      server: { middlewareMode: true, ws: { server } },
    }),
  ])
  const secret = process.env.UPLOAD_SECRET ?? randomBytes(32).toString('hex')
  const api = getRequestListener(demoApp(backend, trace, secret).fetch)
  server.on('request', (request, response) => {
    if (/^\/(uploads|demo)\//.test(request.url ?? '')) void api(request, response)
    else vite.middlewares(request, response)
  })

  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await Promise.all([vite.close(), backend.close()])
    process.exit(0)
  }
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())

  process.stdout.write(`Demo: http://localhost:${port}\n${describe(backend)}\n`)
}

function portOf(value: string | undefined): number {
  const port = Number(value ?? 5173)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`PORT must be a number from 1 to 65535, got ${JSON.stringify(value)}.`)
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is in use. Pick another: PORT=${port + 1} npm run demo`)
          : error,
      )
    })
    // Loopback only: the demo lets everyone upload.
    server.listen(port, 'localhost', resolve)
  })
}

function describe({ info }: Backend): string {
  return info.backend === 'embedded'
    ? `S3, SNS and Lambda are embedded (S3 on ${info.s3Endpoint}): nothing leaves this machine. Stop with Ctrl+C.`
    : `Using bucket ${info.bucket} in ${info.region} (${info.s3Endpoint}). Stop with Ctrl+C.`
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
