import type { LaunchOptions } from 'puppeteer-core'
import type { PuppeteerBrowser } from './find-browser.ts'
import type { Machine } from './machine.ts'

/** Puppeteer's options for tests: headless, without background requests, also as root in a container. */
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
      // Containers limit /dev/shm to 64 MB, and a tab that fills it crashes.
      '--disable-dev-shm-usage',
      // Chromium has no sandbox for root, nor without user namespaces, which CI machines often disable.
      ...(machine.isRoot || machine.env.CI ? ['--no-sandbox'] : []),
    ],
  }
}
