import { launch } from 'puppeteer-core'
import { browserLaunchOptions } from './browser-launch-options.ts'
import type { PuppeteerBrowser } from './find-browser.ts'
import { thisMachine } from './machine.ts'
import type { PageDriver } from './page-driver.ts'

export async function startPuppeteer(found: PuppeteerBrowser, profile?: string): Promise<PageDriver> {
  const options = browserLaunchOptions(found, thisMachine())
  const browser = await launch(profile === undefined ? options : { ...options, userDataDir: profile })
  const page = await browser.newPage()
  // Firefox sends no keys to a tab that is not in front.
  await page.bringToFront()
  // Accepts the element's `beforeunload` dialog.
  page.on('dialog', (dialog) => void dialog.accept())
  return {
    goto: async (url) => void (await page.goto(url)),
    run: (script) => page.evaluate(`(async () => {${script}})()`),
    choose: async (input, paths) => {
      const element = (await page.evaluateHandle(input)).asElement()
      if (element === null) throw new Error(`${input} is not an element`)
      await (await element.toElement('input')).uploadFile(...paths)
    },
    press: async (key) => {
      // WebDriver BiDi has no key of the name `Space`.
      if (key !== 'ShiftTab') return page.keyboard.press(key === 'Space' ? ' ' : key)
      await page.keyboard.down('Shift')
      await page.keyboard.press('Tab')
      await page.keyboard.up('Shift')
    },
    // Only Chromium's protocol supports it.
    setOffline: found.kind === 'chromium' ? (offline) => page.setOfflineMode(offline) : undefined,
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: async () => Buffer.from(await page.screenshot()),
    forceColors:
      found.kind === 'chromium'
        ? async (forced) => {
            const value = forced ? 'active' : 'none'
            const session = await page.createCDPSession()
            await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] })
          }
        : undefined,
    close: () => browser.close(),
    kill: async () => {
      const ended = new Promise((resolve) => browser.process()?.once('exit', resolve))
      browser.process()?.kill('SIGKILL')
      await ended
    },
  }
}
