import { setTimeout as delay } from 'node:timers/promises'
import type { WebKitBrowser } from './find-browser.ts'
import type { PageDriver } from './page-driver.ts'
import { WebKitWindow } from './webkit-window.ts'

export async function startWebKit({ path }: WebKitBrowser): Promise<PageDriver> {
  const window = await WebKitWindow.open(path)
  const { session } = window
  return {
    goto: async (url) => {
      await session.execute('window.isFormer = true')
      await session.navigate(url)
      // `WebKitWindow` does not wait for pages to load, and leaving the current page may take time.
      const isThere = 'return window.isFormer === undefined && document.readyState === "complete"'
      while ((await session.execute(isThere)) !== true) await delay(50)
    },
    run: (script) => session.execute(`return (async () => {${script}})()`),
    choose: (input, paths) => session.chooseFiles(`return ${input}`, paths),
    setOffline: undefined,
    close: () => window.close(),
  }
}
