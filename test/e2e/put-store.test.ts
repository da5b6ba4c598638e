/** The demo on a store without POST Object, in every browser of this machine. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseBrowsers } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import type { PageDriver } from '../support/page-driver.ts'
import { startPageDriver } from '../support/start-page-driver.ts'
import { DemoProcess } from './demo-process.ts'

const INPUT = 'document.querySelector("s3-uploader").shadowRoot.querySelector("input[type=file]")'

let demo: DemoProcess
let folder: string
let paths: string[]

beforeAll(async () => {
  demo = await DemoProcess.start({
    UPLOAD_STORE: '{"forms": false, "conditions": ["put", "copy", "complete"]}',
  })
  folder = await mkdtemp(join(tmpdir(), 'put-store-'))
  paths = await Promise.all(
    ['red', 'green', 'blue'].map(async (background) => {
      const path = join(folder, `${background}.png`)
      const picture = sharp({ create: { width: 600, height: 400, channels: 3, background } })
      await writeFile(path, await picture.png({ compressionLevel: 0 }).toBuffer())
      return path
    }),
  )
})

afterAll(async () => {
  await demo.stop()
  await rm(folder, { recursive: true })
})

describe.each(chooseBrowsers(thisMachine()).found)('in $kind', (found) => {
  let driver: PageDriver

  beforeAll(async () => {
    driver = await startPageDriver(found)
  })
  afterAll(() => driver.close())

  it('brings every file to its variants, one PUT each', async () => {
    await driver.goto(demo.url)
    await expect.poll(() => driver.run(`return ${INPUT}?.accept !== ''`)).toBe(true)
    await driver.choose(INPUT, paths)
    const states = () =>
      driver.run(`return document.querySelector('s3-uploader').files.map(({ status, variants }) =>
        status + ' ' + variants.length)`)
    const ready = expect.stringMatching(/^ready [1-9]/)
    await expect.poll(states).toEqual([ready, ready, ready])
    const requests = await driver.run(`return performance.getEntriesByType('resource')
      .filter(({ name }) => name.includes('/pending/')).map(({ name }) => name.includes('if-none-match'))`)
    expect(requests).toEqual([true, true, true])
  })
})
