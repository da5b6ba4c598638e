import { once } from 'node:events'
import { createServer } from 'node:http'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'

export interface PageRequest {
  method: string
  url: string
  /** Fields of a form that ends with the file; without them the body is the file alone. */
  fields?: Record<string, string>
  /** The file. */
  text?: string
  /** Bytes of a file of zeros, instead of `text`. */
  size?: number
  headers?: Record<string, string>
}

/** What the page can read of a response. */
export interface SeenResponse {
  /** 0: the browser reported only a network error. */
  status: number
  code: string | null
  etag: string | null
  /** The last fraction of `xhr.upload`'s progress. */
  progress: number
}

/** An empty page with its own origin, in a real browser that starts with the first request. */
export class BrowserPage {
  readonly origin: string
  readonly #closeServer: () => void
  #browser: Browser | null = null
  #page: Promise<Page> | null = null

  private constructor(origin: string, closeServer: () => void) {
    this.origin = origin
    this.#closeServer = closeServer
  }

  static async serve(): Promise<BrowserPage> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>S3</title>')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('No port')
    return new BrowserPage(`http://127.0.0.1:${address.port}`, () => {
      server.closeAllConnections()
      server.close()
    })
  }

  async send(request: PageRequest): Promise<SeenResponse> {
    this.#page ??= this.#open()
    return (await this.#page).evaluate(sendByXhr, request)
  }

  async close(): Promise<void> {
    await this.#browser?.close()
    this.#closeServer()
  }

  async #open(): Promise<Page> {
    const machine = thisMachine()
    const found = findBrowser(machine, 'chromium') ?? findBrowser(machine)
    if (found === null) throw new Error('No browser; npm run test:browser tells how to get one.')
    this.#browser = await launch(browserLaunchOptions(found, machine))
    const page = await this.#browser.newPage()
    await page.goto(this.origin)
    return page
  }
}

/** Runs in the page. */
function sendByXhr({ method, url, fields, text, size, headers = {} }: PageRequest): Promise<SeenResponse> {
  return new Promise((resolve) => {
    const file = new Blob([text ?? new Uint8Array(size ?? 0)])
    const form = new FormData()
    for (const [name, value] of Object.entries(fields ?? {})) form.append(name, value)
    form.append('file', file, 'cat.png')
    const xhr = new XMLHttpRequest()
    let progress = 0
    xhr.upload.addEventListener('progress', ({ loaded, total }) => {
      progress = loaded / total
    })
    xhr.addEventListener('loadend', () => {
      const code = /<Code>([^<]*)</.exec(xhr.responseText)?.[1] ?? null
      resolve({ status: xhr.status, code, etag: xhr.getResponseHeader('etag'), progress })
    })
    xhr.open(method, url)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.send(method === 'GET' ? null : fields === undefined ? file : form)
  })
}
