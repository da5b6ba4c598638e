import type { LaunchOptions } from 'puppeteer-core'
import type { PuppeteerBrowser } from './find-browser.ts'
import type { Machine } from './machine.ts'

/** How puppeteer starts a browser for tests: headless, silent on the network, alive as root in a container. */
export function browserLaunchOptions(browser: PuppeteerBrowser, machine: Machine): LaunchOptions {
  if (browser.kind === 'firefox') return { browser: 'firefox', executablePath: browser.path, headless: true }
  return {
    browser: 'chrome',
    executablePath: browser.path,
    headless: true,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Containers give /dev/shm 64 MB, and a tab that fills it crashes.
      '--disable-dev-shm-usage',
      // Chromium has no sandbox for root, nor where the kernel forbids user namespaces, as CI machines do.
      ...(machine.isRoot || machine.env.CI ? ['--no-sandbox'] : []),
    ],
  }
}
