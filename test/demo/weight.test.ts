/** The page's own code, without the element and Lit: a demo must not be heavier than what it shows. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'
import { expect, it } from 'vitest'

/** kB of 1,000 bytes, Brotli. */
const FIRST_BUDGET = 11
const LATER_BUDGET = 6

const root = fileURLToPath(new URL('../../demo/', import.meta.url))
const weigh = (text: string | Uint8Array) => brotliCompressSync(text).length / 1000

it('stays within its budget, and paints its samples with code that is loaded later', async () => {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: `${root}main.ts`, external: [/\/component\//, /^lit/] },
    },
  })
  const chunks = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const code = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? [chunk] : []))
  const page = await Promise.all(['index.html', 'page.css'].map((file) => readFile(`${root}${file}`)))
  const [first, later] = [true, false].map((isEntry) =>
    code.filter((chunk) => chunk.isEntry === isEntry).reduce((sum, chunk) => sum + weigh(chunk.code), 0),
  )
  const whole = (first ?? Number.NaN) + page.reduce((sum, file) => sum + weigh(file), 0)
  expect(whole).toBeLessThan(FIRST_BUDGET)
  expect(whole).toBeGreaterThan(3)
  expect(later).toBeLessThan(LATER_BUDGET)
  expect(code.map(({ name }) => name)).toEqual(expect.arrayContaining(['sample-photos', 'fault-panel']))
})
