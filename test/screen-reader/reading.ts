import { type Browser, launch, type Page } from 'puppeteer-core'
import type { TaskSite } from '../e2e/task-site.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import type { Orca } from './orca.ts'
import { click, press } from './screen.ts'

export const ELEMENT = `document.querySelector('s3-uploader')`

/** Firefox with a page of the tasks, read by Orca. */
export class Reading {
  readonly page: Page
  readonly #browser: Browser
  readonly #orca: Orca
  readonly #site: TaskSite

  private constructor(browser: Browser, page: Page, orca: Orca, site: TaskSite) {
    this.#browser = browser
    this.page = page
    this.#orca = orca
    this.#site = site
  }

  static async start(orca: Orca, site: TaskSite): Promise<Reading> {
    const found = findBrowser(thisMachine(), 'firefox')
    if (found === null) throw new Error('Run `npm run test:screen-reader`.')
    const browser = await launch({
      browser: 'firefox',
      executablePath: found.path,
      headless: false,
      env: orca.env,
      // -1: whether or not Firefox finds a screen reader.
      extraPrefsFirefox: { 'accessibility.force_disabled': -1, 'intl.accept_languages': 'en-US' },
    })
    const [page = await browser.newPage()] = await browser.pages()
    return new Reading(browser, page, orca, site)
  }

  /** Opens a page and goes to the button that chooses files. */
  async visit(path: string): Promise<string[]> {
    await this.page.goto(this.#site.urlOf(path))
    await this.page.waitForFunction(`${ELEMENT}.shadowRoot?.querySelector('.choose')`)
    await this.page.evaluate(`${ELEMENT}.load()`)
    // What is allowed is part of the button's description.
    if (path !== '/nowhere')
      await this.page.waitForFunction(`${ELEMENT}.shadowRoot.querySelector('input').accept !== ''`)
    // After a page that was left in focus mode, the first heading alone.
    await this.#orca.heardWith('Finished loading', 'heading level 1')
    // The keyboard belongs to the page, not to the address bar: a click on its empty top edge.
    await click(600, Number(await this.page.evaluate('mozInnerScreenY')) + 4)
    await press('Tab')
    return this.#orca.heardWith('push button')
  }

  /** Keys, and what follows. */
  async pressed(...keys: readonly string[]): Promise<string[]> {
    await press(...keys)
    return this.#orca.heard()
  }

  /** Tab, until this is said. */
  async tabTo(wanted: string): Promise<string[]> {
    for (let stop = 0; stop < 15; stop += 1) {
      const heard = await this.pressed('Tab')
      if (heard.some((text) => text.includes(wanted))) return heard
    }
    throw new Error(`Tab does not lead to "${wanted}"`)
  }

  /** Without a dialog; dialog.test.ts has one. */
  async choose(...names: string[]): Promise<void> {
    const handle = await this.page.evaluateHandle(`${ELEMENT}.shadowRoot.querySelector('input')`)
    const input = await handle.asElement()?.toElement('input')
    await input?.uploadFile(...names.map(this.#site.fileOf))
  }

  stop(): Promise<void> {
    return this.#browser.close()
  }
}
