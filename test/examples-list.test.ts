/** The list of examples against their folders. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { examples } from '../demo/examples/index.ts'

const MAX_LINES = 40

const folder = new URL('../demo/examples/', import.meta.url)
const filesOf = (name: string): string[] =>
  readdirSync(new URL(name, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(
      ({ parentPath, name: file }) =>
        `${parentPath}/${file}`.replaceAll('\\', '/').split(`/examples/${name}/`)[1] ?? '',
    )
const readme = readFileSync(new URL('README.md', folder), 'utf8')

it('lists every folder', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(examples.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort())
})

describe.each(examples)('$name', ({ name, files, page }) => {
  it('has the listed files', () => {
    expect([...files].sort()).toEqual(filesOf(name).sort())
    if (page !== null) expect(files.map((file) => `${name}/${file}`)).toContain(page)
  })

  it(`has at most ${MAX_LINES} lines, as the README says`, () => {
    const lines = files
      .flatMap((file) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8').split('\n'))
      .filter((line) => line.trim() !== '').length
    expect(lines).toBeLessThanOrEqual(MAX_LINES)
    expect(readme.split('\n').find((line) => line.startsWith(`| [${name}](`))).toContain(`| ${lines} |`)
  })
})
