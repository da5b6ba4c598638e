/**
 * The examples with the packed package: front ends in a browser, back ends over HTTP. Builds the package and installs all
 * frameworks, so it has a command of its own.
 */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { backEnds } from './back-ends.ts'
import { ExampleSite } from './example-site.ts'
import { frontEnds } from './front-ends.ts'
import { pages } from './pages.ts'

let opened: ExampleSite
const site = () => opened

beforeAll(async () => {
  opened = await ExampleSite.open()
}, 900_000)

afterAll(() => opened?.close())

describe('types', { timeout: 300_000 }, () => {
  it('of all examples that no framework compiles itself', async () => {
    await site().project.execute(process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.')
  })
})

backEnds(site)
frontEnds(site)
pages(site)
