import type { Browser } from './find-browser.ts'
import type { PageDriver } from './page-driver.ts'

export async function startPageDriver(browser: Browser): Promise<PageDriver> {
  if (browser.kind === 'webkit') return (await import('./webkit-driver.ts')).startWebKit(browser)
  return (await import('./puppeteer-driver.ts')).startPuppeteer(browser)
}
