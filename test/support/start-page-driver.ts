import type { Browser } from './find-browser.ts'
import type { PageDriver } from './page-driver.ts'

/** @param profile folder of the browser's profile, for browsers of puppeteer. Default: a new one. */
export async function startPageDriver(browser: Browser, profile?: string): Promise<PageDriver> {
  if (browser.kind === 'webkit') return (await import('./webkit-driver.ts')).startWebKit(browser)
  return (await import('./puppeteer-driver.ts')).startPuppeteer(browser, profile)
}
