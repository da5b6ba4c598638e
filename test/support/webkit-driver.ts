import { setTimeout as delay } from 'node:timers/promises'
import type { WebKitBrowser } from './find-browser.ts'
import type { Key, PageDriver } from './page-driver.ts'
import { WebDriverError } from './webdriver-session.ts'
import { WebKitWindow } from './webkit-window.ts'

/** Keys that are pressed together, as code points of the WebDriver protocol. */
const KEYS: Readonly<Record<Key, readonly string[]>> = {
  Tab: ['\uE004'],
  ShiftTab: ['\uE008', '\uE004'],
  Enter: ['\uE007'],
  Space: [' '],
}

export async function startWebKit({ path }: WebKitBrowser): Promise<PageDriver> {
  const window = await WebKitWindow.open(path)
  const { session } = window
  return {
    goto: async (url) => {
      await session.execute('window.isFormer = true')
      await session.navigate(url)
      // `WebKitWindow` does not wait for pages to load, and leaving the current page may take time.
      const isThere = 'return window.isFormer === undefined && document.readyState === "complete"'
      // A script that was asked for while the former page went away has no frame any more.
      const ask = () =>
        session.execute(isThere).catch((error: unknown) => {
          if (error instanceof WebDriverError && error.code === 'no such frame') return false
          throw error
        })
      while ((await ask()) !== true) await delay(50)
    },
    run: (script) =>
      session
        .execute(`return (async () => (window.lastResult = await (async () => {${script}})()))()`)
        .catch((error: unknown) => {
          // Its driver sometimes loses the result of a script that has run.
          if (!String(error).includes('Could not parse script result')) throw error
          return session.execute('return window.lastResult')
        }),
    choose: (input, paths) => session.chooseFiles(`return ${input}`, paths),
    press: (key) => session.press(...KEYS[key]),
    setOffline: undefined,
    resize: (width, height) => session.setViewport(width, height),
    screenshot: () => session.screenshot(),
    forceColors: undefined,
    close: () => window.close(),
  }
}
