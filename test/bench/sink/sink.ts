/**
 * The target of the uploads: a site with its upload API on one origin, S3 on another, and a line of a given speed to the
 * browser. Bodies are counted and discarded.
 *
 * Owns: both servers, the current run. Does not own: responses (api-calls.ts, storage-calls.ts), counters (run.ts).
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { PROFILE_NAMES, PROFILES } from '../workload.ts'
import { ApiCalls } from './api-calls.ts'
import { ProductApi } from './product-api.ts'
import { receiveBody } from './receive-body.ts'
import { Run } from './run.ts'
import { serveStorageCall } from './storage-calls.ts'

/** Reads a file of the site, `undefined` if there is none. */
export type SiteFiles = (name: string) => Promise<Buffer | undefined>

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' }

export class Sink {
  readonly siteUrl: string
  readonly storageUrl: string
  readonly #site: Server
  readonly #storage: Server
  readonly #files: SiteFiles
  readonly #api: ApiCalls
  #run = new Run()
  /** Started by the first run that needs it. */
  #product: Promise<ProductApi> | undefined

  private constructor(site: Server, storage: Server, files: SiteFiles) {
    this.#site = site
    this.#storage = storage
    this.#files = files
    this.siteUrl = urlOf(site)
    this.storageUrl = urlOf(storage)
    this.#api = new ApiCalls(this.storageUrl)
    site.on('request', (request, response) => void this.#serveSite(request, response).catch(fail(response)))
    storage.on('request', (request, response) => {
      void serveStorageCall(request, response, this.#run).catch(fail(response))
    })
  }

  static async start(files: SiteFiles): Promise<Sink> {
    return new Sink(await listen(), await listen(), files)
  }

  async stop(): Promise<void> {
    await (await this.#product)?.stop()
    for (const server of [this.#site, this.#storage]) {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }

  async #serveSite(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.siteUrl)
    const [, area, name = ''] = pathname.split('/')
    if (area === 'control') this.#control(name, searchParams, response)
    else if (area === 'uploads') await this.#serveApi(request, name, searchParams, response)
    else await this.#serveFile(pathname.slice(1), response)
  }

  /** `POST /control/begin?profile=wan&seed=1` resets the counters, `GET /control/tally` returns them. */
  #control(name: string, query: URLSearchParams, response: ServerResponse): void {
    const profile = PROFILE_NAMES.find((known) => known === query.get('profile'))
    if (name === 'begin' && profile !== undefined)
      this.#run = new Run(PROFILES[profile], Number(query.get('seed') ?? 1))
    else if (name !== 'tally') {
      response.writeHead(404).end()
      return
    }
    sendJson(response, this.#run.tally())
  }

  async #serveApi(
    request: IncomingMessage,
    name: string,
    query: URLSearchParams,
    response: ServerResponse,
  ): Promise<void> {
    const run = this.#run
    if (run.profile.api === 'product') {
      this.#product ??= ProductApi.start(() => this.#run)
      await (await this.#product).listener(request, response)
      return
    }
    const chunks: Buffer[] = []
    if ((await receiveBody(request, run, (chunk) => chunks.push(chunk))) === null) return
    const { responseMs } = run.profile
    if (responseMs > 0) await new Promise((resolve) => setTimeout(resolve, responseMs))
    const body = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString())
    const result = this.#api.respond(name, query, body, run)
    if (result === undefined) response.writeHead(404).end()
    else sendJson(response, result)
  }

  async #serveFile(name: string, response: ServerResponse): Promise<void> {
    const bytes = await this.#files(name)
    if (bytes === undefined) {
      response.writeHead(404).end()
      return
    }
    response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
    response.end(bytes)
  }
}

async function listen(): Promise<Server> {
  const server = createServer()
  // Closing an idle connection just as the browser reuses it would look like a fault.
  server.keepAliveTimeout = 120_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sink has no port')
  return `http://127.0.0.1:${address.port}`
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.setHeader('cache-control', 'no-store')
  response.end(JSON.stringify(value))
}

/** An invalid request gets an error response and does not end the benchmark. */
function fail(response: ServerResponse): (error: unknown) => void {
  return (error) => {
    if (!response.headersSent) response.writeHead(400)
    response.end(error instanceof Error ? error.message : String(error))
  }
}
