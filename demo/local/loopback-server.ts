import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { LocalAwsError } from './local-aws-error.ts'

export type Listener = (message: IncomingMessage, response: ServerResponse) => void

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  endpoint: string
  close(): Promise<void>
}

/**
 * Serves on 127.0.0.1 and nowhere else: the credentials are public.
 * @param port 0 for any free one. Rejects with LocalAwsError.
 */
export async function listenOnLoopback(port: number, listener: Listener): Promise<LoopbackServer> {
  // Node would end every request after five minutes; 5 GiB may take longer. Without that limit it would also wait for
  // half a head for ever, unless told otherwise.
  const timeouts = {
    requestTimeout: 0,
    headersTimeout: 20_000,
    connectionsCheckingInterval: 5_000,
    keepAliveTimeout: 20_000,
  }
  const server = createServer(timeouts, listener)
  server.on('checkContinue', listener)
  await listen(server, port)
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new LocalAwsError('listen-failed', port, null)
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new LocalAwsError(cause.code === 'EADDRINUSE' ? 'port-in-use' : 'listen-failed', port, cause))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}
