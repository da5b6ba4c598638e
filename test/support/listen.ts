import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

/** A server on a free port of `localhost`. `url` has no slash at the end; `close` ends open connections too. */
export async function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `http://localhost:${address.port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
