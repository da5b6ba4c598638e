import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listen } from '../support/listen.ts'

/** The scripts of a folder at another origin, as a CDN serves them. */
export async function startScriptHost(folder: string) {
  const asked: string[] = []
  const { url, close } = await listen(async ({ url = '' }, response) => {
    asked.push(url.slice(1))
    const script = await readFile(join(folder, url)).catch(() => null)
    response.writeHead(script === null ? 404 : 200, {
      'content-type': 'text/javascript',
      'access-control-allow-origin': '*',
    })
    response.end(script)
  })
  return {
    /** With a final slash. */
    url: `${url}/`,
    /** Names of the requested scripts, in order. */
    asked,
    close,
  }
}
