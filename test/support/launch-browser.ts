import { type Browser, launch } from 'puppeteer-core'
import { browserLaunchOptions } from './browser-launch-options.ts'
import { findBrowser } from './find-browser.ts'
import { thisMachine } from './machine.ts'

/** Starts Chromium, or another browser of this machine that puppeteer can control. */
export async function launchBrowser(): Promise<Browser> {
  const machine = thisMachine()
  const found = findBrowser(machine, 'chromium') ?? findBrowser(machine)
  if (found === null) throw new Error('No browser; npm run test:browser tells how to get one.')
  return launch(browserLaunchOptions(found, machine))
}
