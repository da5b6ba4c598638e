import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'

/** The scripts of a folder at another origin, as a CDN serves them. */
export async function startScriptHost(folder: string) {
  const asked: string[] = []
  const server = createServer(async ({ url = '' }, response) => {
    asked.push(url.slice(1))
    const script = await readFile(join(folder, url)).catch(() => null)
    response.writeHead(script === null ? 404 : 200, {
      'content-type': 'text/javascript',
      'access-control-allow-origin': '*',
    })
    response.end(script)
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    /** With a final slash. */
    url: `http://localhost:${address.port}/`,
    /** Names of the requested scripts, in order. */
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
