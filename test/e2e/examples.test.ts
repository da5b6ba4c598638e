/** Three of the examples that need no build step, as the demo serves them. `npm run test:examples` drives all examples. */
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

it('gallery puts a photo where its handle is dragged', async () => {
  const page = await ExamplePage.open(browser, `${demo.url}/examples/gallery/index.html`)
  const { tab } = page
  await page.add(3)
  const center = (selector: string) =>
    tab.evaluate((selector) => {
      const box = document
        .querySelector('s3-uploader')
        ?.shadowRoot?.querySelector(selector)
        ?.getBoundingClientRect()
      return box && { x: box.x + box.width / 2, y: box.y + box.height / 2, right: box.right }
    }, selector)
  await expect.poll(() => center('.card:nth-child(3) .move')).toBeDefined()
  const [handle, last] = await Promise.all([center('.card:nth-child(1) .move'), center('.card:nth-child(3)')])
  if (handle === undefined || last === undefined) throw new Error('No cards')
  await tab.mouse.move(handle.x, handle.y)
  await tab.mouse.down()
  await tab.mouse.move(last.right - 5, last.y, { steps: 5 })
  await tab.mouse.up()
  const names = () => tab.evaluate(() => document.querySelector('s3-uploader')?.files.map(({ name }) => name))
  await expect.poll(names).toEqual(['1.png', '2.png', '0.png'])
  await page.close()
})
