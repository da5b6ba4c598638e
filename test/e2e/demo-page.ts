import type { Browser, ElementHandle, Page } from 'puppeteer-core'
import type { UploadSnapshot } from '../../component/engine/index.ts'

/** The properties of an upload that tests read from the page. */
export type SeenUpload = Pick<UploadSnapshot, 'name' | 'status' | 'key' | 'variants' | 'image'> & {
  code: string | null
}

/** The demo page in a real browser. */
export class DemoPage {
  readonly page: Page
  readonly problems: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.problems.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warn') this.problems.push(message.text())
    })
  }

  static async open(browser: Browser, url: string): Promise<DemoPage> {
    const demo = new DemoPage(await browser.newPage())
    await demo.page.goto(url)
    await demo.ready()
    return demo
  }

  /** Waits until the element knows the limits. Polls, because observers do not see into a shadow root. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(
      () =>
        document.querySelector('s3-uploader')?.shadowRoot?.querySelector('input[type=file][accept]') != null,
      { polling: 50 },
    )
  }

  async pick(...paths: string[]): Promise<void> {
    const input = (await this.page.$(
      's3-uploader >>> input[type=file]',
    )) as ElementHandle<HTMLInputElement> | null
    if (input === null) throw new Error('The page has no file input')
    await input.uploadFile(...paths)
  }

  uploads(): Promise<SeenUpload[]> {
    return this.page.evaluate(() => {
      const element = document.querySelector('s3-uploader')
      return (element?.files ?? []).map(({ name, status, key, variants, image, error, processing }) => ({
        name,
        status,
        key,
        variants,
        image,
        code: error?.code ?? (processing.state === 'failed' ? processing.error.code : null),
      }))
    })
  }

  /** Waits until all of `count` uploads are ready or have failed. */
  async settled(count: number): Promise<SeenUpload[]> {
    await this.page.waitForFunction(
      (expected) => {
        const files = document.querySelector('s3-uploader')?.files ?? []
        return files.length === expected && files.every(({ status }) => ['ready', 'failed'].includes(status))
      },
      { timeout: 30_000 },
      count,
    )
    return this.uploads()
  }

  async text(selector: string): Promise<string> {
    return this.page.$eval(selector, (element) => element.textContent ?? '')
  }

  /** The state of each step of the picture: idle, busy, done or failed. */
  steps(): Promise<Record<string, string>> {
    return this.page.evaluate(() =>
      Object.fromEntries(
        [...(document.querySelector('pipeline-view')?.shadowRoot?.querySelectorAll('li') ?? [])].map(
          (step) => [step.dataset.step ?? '', step.className],
        ),
      ),
    )
  }
}
