/** A page that is reloaded during an upload, in every browser of this machine. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chooseBrowsers } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import type { PageDriver } from '../support/page-driver.ts'
import { startPageDriver } from '../support/start-page-driver.ts'
import { type LifeSite, startLifeSite } from './life-site.ts'

const INPUT = 'document.querySelector("s3-uploader").shadowRoot.querySelector("input[type=file]")'

let site: LifeSite
let folder: string

beforeAll(async () => {
  site = await startLifeSite()
  folder = await mkdtemp(join(tmpdir(), 'reload-'))
})

afterAll(async () => {
  await site.close()
  await rm(folder, { recursive: true })
})

async function fileOf(name: string, size: number) {
  const path = join(folder, name)
  const content = randomBytes(size)
  await writeFile(path, content)
  return { path, content }
}

describe.each(chooseBrowsers(thisMachine()).found)('in $kind', (found) => {
  let driver: PageDriver

  beforeAll(async () => {
    driver = await startPageDriver(found)
  })
  afterEach(() => {
    site.proxy.resume()
  })
  afterAll(() => driver.close())

  async function visit(path: string): Promise<void> {
    await driver.goto(site.url)
    await driver.run('await document.querySelector("s3-uploader").load()')
    await expect.poll(() => driver.run(`return ${INPUT} !== null`)).toBe(true)
    await driver.choose(INPUT, [path])
  }

  async function keys(): Promise<unknown[]> {
    const values = await driver.run(`
      return document.querySelector('s3-uploader').files.map(({ status, key }) => status === 'ready' && key)
    `)
    return Array.isArray(values) ? values : []
  }

  async function bytesOf(key: string): Promise<Buffer> {
    const { Body } = await site.s3.send(new GetObjectCommand({ Bucket: site.bucket, Key: key }))
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }

  it.each([
    ['a large file continues after the stored parts', 20_000_000, 3],
    ['a small file that is stored is completed, and not sent again', 50_000, 1],
  ])('%s', async (_, size, requests) => {
    const { path, content } = await fileOf(`${found.kind}-${size}.png`, size)
    // The page gets no response to the first request, and has 1 s to save its session.
    Object.assign(site.uploaded, { requests: 0, onTaken: () => site.proxy.pause() })
    await visit(path)
    await expect.poll(() => site.uploaded.requests).toBe(1)
    await delay(1_000)
    Object.assign(site.uploaded, { onTaken: () => {} })
    await visit(path)
    site.proxy.resume()

    const ready = async () => {
      const [key] = await keys()
      return typeof key === 'string' ? key : ''
    }
    await expect.poll(ready).not.toBe('')
    expect(content.equals(await bytesOf(await ready()))).toBe(true)
    expect(site.uploaded.requests).toBe(requests)
  })
})
