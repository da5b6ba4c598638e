import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { BoundProcess } from '../support/bound-process.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'

/** What Orca says is over when nothing follows for this time, in milliseconds. */
const SILENCE_MS = 2_500
const START_TIMEOUT_MS = 80_000

/** Orca writes what it says into its log in any case; without this it also looks for a synthesizer, for seconds. */
const NO_SYNTHESIZER = `from orca import settings
settings.speechServerFactory = None
settings.speechFactoryModules = []
`

/** Firefox with Orca beside it, on the screen and the message bus of this process. */
export class Reading {
  readonly page: Page
  readonly #browser: Browser
  readonly #processes: readonly BoundProcess[]
  readonly #folder: string
  #read = 0

  private constructor(page: Page, browser: Browser, processes: readonly BoundProcess[], folder: string) {
    this.page = page
    this.#browser = browser
    this.#processes = processes
    this.#folder = folder
  }

  static async start(): Promise<Reading> {
    const found = findBrowser(thisMachine(), 'firefox')
    if (found === null || process.env.DISPLAY === undefined)
      throw new Error('Run `npm run test:screen-reader`.')
    const folder = await mkdtemp(join(tmpdir(), 'screen-reader-'))
    const env = {
      ...process.env,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      LANG: 'C.UTF-8',
      LANGUAGE: 'en',
      GNOME_ACCESSIBILITY: '1',
      GDK_BACKEND: 'x11',
      MOZ_ENABLE_WAYLAND: '0',
    }
    const log = join(folder, 'orca.log')
    await writeFile(join(folder, 'orca-customizations.py'), NO_SYNTHESIZER)
    // Windows get the focus from a window manager.
    const windows = new BoundProcess('openbox', [], env)
    const orca = new BoundProcess('orca', ['--user-prefs', folder, '--debug-file', log], env)
    const processes = [windows, orca]
    await orca.waitFor(async () =>
      existsSync(log) && (await readFile(log, 'utf8')).includes('Screen reader on') ? true : null,
    )
    const browser = await launch({
      browser: 'firefox',
      executablePath: found.path,
      headless: false,
      env,
      extraPrefsFirefox: { 'accessibility.force_disabled': 0, 'intl.accept_languages': 'en-US' },
    })
    const page = await browser.newPage()
    await page.bringToFront()
    return new Reading(page, browser, processes, folder)
  }

  /** Everything since the last call, once Orca is silent: each text a line. */
  async heard(): Promise<string[]> {
    let lines = await this.#lines()
    for (let quiet = Date.now(); Date.now() - quiet < SILENCE_MS; ) {
      await delay(100)
      const now = await this.#lines()
      if (now.length > lines.length) quiet = Date.now()
      lines = now
    }
    const heard = lines.slice(this.#read)
    this.#read = lines.length
    return heard
  }

  /** As `heard`, once this was said. */
  async heardWith(text: string): Promise<string[]> {
    const deadline = Date.now() + START_TIMEOUT_MS
    while (Date.now() < deadline) {
      if ((await this.#lines()).slice(this.#read).some((line) => line.includes(text))) return this.heard()
      await delay(100)
    }
    throw new Error(`"${text}" was not said, but: ${(await this.heard()).join(' | ')}`)
  }

  /** A key of the real keyboard of this screen, by its name in X11. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      const typed = new BoundProcess('xdotool', ['key', key])
      while (!typed.ended) await delay(20)
      await delay(300)
    }
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    for (const process of this.#processes.toReversed()) await process.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #lines(): Promise<string[]> {
    const log = await readFile(join(this.#folder, 'orca.log'), 'utf8')
    return (
      [...log.matchAll(/SPEECH OUTPUT: '(.*?)'(?=\{| |$)/gm)]
        .map(([, text = '']) => text.trim())
        // Not the echo of keys.
        .filter((text) => text !== '' && text !== 'tab' && text !== 'return')
    )
  }
}
