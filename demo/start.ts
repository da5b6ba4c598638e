/**
 * `npm run demo`: the page, the API, and an embedded S3, SNS and Lambda unless the environment names real ones.
 *
 * `PORT` (default 5173) picks the page's port, 0 any free one. With `UPLOAD_BUCKET`, `UPLOAD_TOPIC_ARN` and the AWS SDK's own variables
 * the same page runs against those.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { DemoInfo } from './pipeline-step.ts'

async function main(): Promise<void> {
  // Hides the SDK's notice about future Node versions.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const port = portOf(process.env.PORT)
  const server = createServer()
  // First, because nothing else may start if the port is in use.
  const listening = await listen(server, port)

  const answerEarlyRequests = holdRequests(server)
  // Loaded only now: it takes a second, and a wrong port is reported at once.
  const { serveDemo } = await import('./serve-demo.ts')
  const { info, close } = await serveDemo(server, process.env)
  answerEarlyRequests()

  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await close()
    process.exit(0)
  }
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())

  process.stdout.write(`Demo: http://localhost:${listening}\n${describe(info)}\n`)
}

/**
 * A request that comes before the server can answer, as from a tab that was left open, would otherwise never be answered.
 *
 * @returns lets the server's other listeners answer what came since
 */
function holdRequests(server: Server): () => void {
  const held: [IncomingMessage, ServerResponse][] = []
  const hold = (request: IncomingMessage, response: ServerResponse) => held.push([request, response])
  server.on('request', hold)
  return () => {
    server.off('request', hold)
    for (const [request, response] of held) server.emit('request', request, response)
  }
}

function portOf(value: string | undefined): number {
  const port = Number(value ?? 5173)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new Error(`PORT must be a number from 0 to 65535, got ${JSON.stringify(value)}.`)
}

/** @returns the port, also where any was asked for */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is in use. To take a free one: PORT=0 npm run demo`)
          : error,
      )
    })
    // Loopback only: the demo lets everyone upload.
    server.listen(port, 'localhost', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function describe(info: DemoInfo): string {
  return info.backend === 'embedded'
    ? `S3, SNS and Lambda are embedded (S3 on ${info.s3Endpoint}): nothing leaves this machine. Stop with Ctrl+C.`
    : `Using bucket ${info.bucket} in ${info.region} (${info.s3Endpoint}). Stop with Ctrl+C.`
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
