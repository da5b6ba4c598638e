import type { Browser, Page } from 'puppeteer-core'
import type { UploadSnapshot } from '../../component/engine/index.ts'

type SeenUpload = Pick<UploadSnapshot, 'status' | 'image' | 'metadata'> & { readonly failure: string | null }

/** An example in a browser; `close` throws what the page reported as errors. */
export class ExamplePage {
  readonly #problems: string[] = []

  readonly tab: Page

  private constructor(tab: Page) {
    this.tab = tab
    tab.on('pageerror', (error) => this.#problems.push(String(error)))
    tab.on('console', (message) => {
      const { url = '' } = message.location()
      if (message.type() === 'error' && !url.endsWith('/favicon.ico')) this.#problems.push(message.text())
    })
  }

  static async open(browser: Browser, url: string): Promise<ExamplePage> {
    const page = new ExamplePage(await browser.newPage())
    await page.tab.goto(url)
    await page.#defined()
    return page
  }

  async #defined(): Promise<void> {
    await this.tab.waitForFunction(() => document.querySelector('s3-uploader')?.shadowRoot != null, {
      polling: 50,
    })
  }

  async reload(): Promise<void> {
    // The page asks before it is left during an upload.
    this.tab.once('dialog', (dialog) => void dialog.accept())
    await this.tab.reload()
    await this.#defined()
  }

  /** Adds pictures of `side` × `side` pixels. */
  add(count: number, side = 64): Promise<unknown> {
    return this.tab.evaluate(
      async (count, side) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side })
        const context = canvas.getContext('2d')
        const files = await Promise.all(
          Array.from({ length: count }, async (_, index) => {
            for (let x = 0; x < side; x += 4) {
              context?.fillRect(x, 0, 4, (x * 7919 * (index + 1)) % side)
              if (context) context.fillStyle = `hsl(${x * 5 + index * 90} 70% 50%)`
            }
            const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
            return new File([blob ?? ''], `${index}.png`, { type: 'image/png' })
          }),
        )
        await document.querySelector('s3-uploader')?.addFiles(files)
      },
      count,
      side,
    )
  }

  /** Adds the same file whenever name and size are the same. */
  addFile(name: string, type: string, size: number): Promise<unknown> {
    return this.tab.evaluate(
      async (name, type, size) => {
        const file = new File([new Uint8Array(size)], name, { type, lastModified: 1 })
        await document.querySelector('s3-uploader')?.addFiles([file])
      },
      name,
      type,
      size,
    )
  }

  addFilm(size: number): Promise<unknown> {
    return this.addFile('film.mp4', 'video/mp4', size)
  }

  /** @param bytesPerSecond of uploads; -1: as fast as the machine is */
  async slowDown(bytesPerSecond: number): Promise<void> {
    const session = await this.tab.createCDPSession()
    const conditions = {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    }
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', conditions)
  }

  /** Waits until `count` uploads are ready or have failed. @throws where one failed */
  async settled(count: number): Promise<void> {
    await this.tab.waitForFunction(
      (expected) => {
        const files = document.querySelector('s3-uploader')?.files ?? []
        return files.length === expected && files.every(({ status }) => ['ready', 'failed'].includes(status))
      },
      { timeout: 60_000, polling: 100 },
      count,
    )
    const failures = (await this.uploads()).flatMap(({ failure }) => failure ?? [])
    if (failures.length > 0) throw new Error(failures.join('\n'))
  }

  async statuses(): Promise<string[]> {
    return (await this.uploads()).map(({ status }) => status)
  }

  uploads(): Promise<SeenUpload[]> {
    return this.tab.evaluate(() =>
      (document.querySelector('s3-uploader')?.files ?? []).map(({ status, image, metadata, error }) => ({
        status,
        image,
        metadata,
        failure: error?.message ?? null,
      })),
    )
  }

  /** How many pictures of the store the page shows beside the element. */
  pictures(): Promise<number> {
    return this.tab.evaluate(
      () => [...document.querySelectorAll('img')].filter(({ naturalWidth }) => naturalWidth > 0).length,
    )
  }

  submitted(name: string): Promise<string[]> {
    return this.tab.evaluate((name) => new FormData(document.forms[0]).getAll(name).map(String), name)
  }

  /** Submits the form and returns what its GET request carried. */
  async submit(): Promise<URLSearchParams> {
    // Not by the mouse: a button below the list moves while the list is drawn.
    const button = await this.tab.waitForSelector('form > button')
    await Promise.all([this.tab.waitForNavigation(), button?.evaluate((element) => element.click())])
    return new URL(this.tab.url()).searchParams
  }

  /** Waits for the element first. */
  async click(selector: string): Promise<void> {
    await (await this.tab.waitForSelector(selector))?.click()
  }

  async type(selector: string, text: string): Promise<void> {
    await (await this.tab.waitForSelector(selector))?.type(text)
  }

  async close(): Promise<void> {
    await this.tab.close()
    if (this.#problems.length > 0) throw new Error(this.#problems.join('\n'))
  }
}
