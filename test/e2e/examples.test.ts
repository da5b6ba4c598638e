/** Two of the examples that need no build step, as the demo serves them. `npm run test:examples` drives all examples. */
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ExamplePage } from '../examples/example-page.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { DemoProcess } from './demo-process.ts'

let demo: DemoProcess
let browser: Browser

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([DemoProcess.start(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

it('plain-form submits the keys of what it uploaded', async () => {
  const page = await ExamplePage.open(browser, `${demo.url}/examples/plain-form/index.html`)
  await page.add(2)
  await page.settled(2)
  const search = await page.submit()
  expect(search.getAll('photos')).toEqual(Array(2).fill(expect.stringMatching(/^uploads\//)))
  await page.close()
})

it('edit-form submits the keys of stored files', async () => {
  const page = await ExamplePage.open(browser, `${demo.url}/examples/edit-form/index.html`)
  const search = await page.submit()
  expect(search.getAll('photos')).toEqual(['uploads/7c.jpg', 'uploads/8d.jpg'])
  await page.close()
})
